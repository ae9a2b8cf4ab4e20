-- Isolation, the second layer: whatever the program asks, PostgreSQL shows it the rows of the clinics
-- that its transaction sees, and takes no others from it. The first layer is the SQL itself. The
-- setting doula.clinics holds their ids with commas between them, or 'all'; where it is not set there
-- are no rows. docs/decisions/row-level-security.md says why it is written like this.

-- The program says it with the first statement of each transaction, for that transaction alone.
create function see_clinics(clinics text) returns void
  language sql
  as $$ select set_config('doula.clinics', clinics, true) $$;

create function sees_all_clinics() returns boolean
  language sql stable parallel safe
  return coalesce(current_setting('doula.clinics', true) = 'all', false);

create function seen_clinics() returns bigint[]
  language sql stable parallel safe
  return case when sees_all_clinics() then '{}'::bigint[]
    else string_to_array(nullif(current_setting('doula.clinics', true), ''), ',')::bigint[] end;

-- For tables whose rows belong to a row of another one: they are seen where that one is.
create function sees_mother(mother_id bigint) returns boolean
  language plpgsql stable parallel safe cost 1
  as $$ begin return exists (select from mother m where m.id = mother_id); end $$;

create function sees_pregnancy(pregnancy_id bigint) returns boolean
  language plpgsql stable parallel safe cost 1
  as $$ begin return exists (select from pregnancy p where p.id = pregnancy_id); end $$;

create function sees_baby(baby_id bigint) returns boolean
  language plpgsql stable parallel safe cost 1
  as $$ begin return exists (select from baby b where b.id = baby_id); end $$;

create function sees_reminder(reminder_id bigint) returns boolean
  language plpgsql stable parallel safe cost 1
  as $$ begin return exists (select from reminder r where r.id = reminder_id); end $$;

-- Limits a table to the rows that are seen: 'call limit_rows('dose', 'sees_baby(baby_id)')'. In (select …)
-- stands what is asked once a statement. In 'nullif(…, false) is not null', which says the same,
-- because of that the planner believes that it holds for nearly every row, as it does; of the bare
-- condition it believes that it halves each table, and chooses other plans.
create procedure limit_rows(
    limited regclass, seen text default 'clinic_id = any ((select seen_clinics())::bigint[])')
  language plpgsql
  as $$
begin
  execute format('alter table %s enable row level security', limited);
  -- the program's login owns the tables
  execute format('alter table %s force row level security', limited);
  execute format('create policy seen on %s using (nullif((select sees_all_clinics()) or %s, false) is not null)',
    limited, seen);
end
$$;

-- Many rows are read of these, so each holds its mother's clinic itself: it is given on insert, or
-- looked up, and moves with her.
create function in_her_clinic() returns trigger
  language plpgsql
  as $$
begin
  select clinic_id into new.clinic_id from mother where id = new.mother_id;
  return new;
end
$$;

create procedure give_clinic(her regclass)
  language plpgsql
  as $$
begin
  execute format('alter table %s add column clinic_id bigint', her);
  execute format('update %s h set clinic_id = m.clinic_id from mother m where m.id = h.mother_id', her);
  execute format('alter table %s alter column clinic_id set not null', her);
  execute format('create trigger in_her_clinic before insert on %s for each row
    when (new.clinic_id is null) execute function in_her_clinic()', her);
  execute format('create trigger with_her before update of mother_id on %s for each row
    execute function in_her_clinic()', her);
end
$$;

call give_clinic('pregnancy');
call give_clinic('baby');
call give_clinic('visit');
call give_clinic('reminder');

create function move_with_her() returns trigger
  language plpgsql
  as $$
begin
  update pregnancy set clinic_id = new.clinic_id where mother_id = new.id;
  update baby set clinic_id = new.clinic_id where mother_id = new.id;
  update visit set clinic_id = new.clinic_id where mother_id = new.id;
  update reminder set clinic_id = new.clinic_id where mother_id = new.id;
  return null;
end
$$;
create trigger move_with_her after update of clinic_id on mother for each row
  when (old.clinic_id <> new.clinic_id) execute function move_with_her();

call limit_rows('clinic', 'id = any ((select seen_clinics())::bigint[])');
call limit_rows('mother');
call limit_rows('pregnancy');
call limit_rows('baby');
call limit_rows('visit');
call limit_rows('reminder');
call limit_rows('dose', 'sees_baby(baby_id)');
call limit_rows('contact', 'sees_baby(baby_id) or sees_pregnancy(pregnancy_id)');
call limit_rows('attempt', 'sees_reminder(reminder_id)');
call limit_rows('reminder_visit', 'sees_reminder(reminder_id)');
-- one that names no reminder is nobody's but the program's own
call limit_rows('receipt', 'sees_reminder(reminder_id)');
call limit_rows('unreachable', 'sees_mother(mother_id)');

-- Under row-level security no index answers for lower(email), which might tell of other rows.
drop index mother_email_idx;
alter table mother add column email_key text generated always as (lower(email)) stored;
create index mother_email_idx on mother (email_key) where email_key is not null;

-- Coverage reads this index alone, and now asks it for the clinic, too.
drop index visit_vaccination_idx;
create index visit_vaccination_idx on visit (baby_id, code, done_on) include (clinic_id)
  where kind = 'VACCINATION' and not cancelled and not provisional;

-- In a function, because for a bare nextval RDS Proxy keeps a session to its connection.
create function new_ids(of_table text, how_many integer) returns setof bigint
  language sql
  as $$ select nextval(pg_get_serial_sequence(of_table, 'id')) from generate_series(1, how_many) $$;
