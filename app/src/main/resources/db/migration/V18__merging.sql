-- Mothers who were registered twice, and are one. docs/decisions/merging.md says why it is like this.

-- A name as it is compared: its words in small letters, without accents, in one order.
create function name_key(name text) returns text
  language sql immutable parallel safe
  return (
    select string_agg(word, ' ' order by word collate "C")
    from regexp_split_to_table(
      lower(regexp_replace(normalize(name, NFD), '[\u0300-\u036f]', '', 'g')), '[[:space:][:punct:]]+') as word
    where word <> '');

alter table mother add column name_key text generated always as (name_key(full_name)) stored;
create index mother_name_key_idx on mother (name_key);

-- Two of whom somebody said that they are two; the lower number first.
create table two_people (
  mother_id   bigint      not null references mother on delete cascade,
  other_id    bigint      not null references mother on delete cascade,
  decided_at  timestamptz not null,
  primary key (mother_id, other_id),
  check (mother_id < other_id)
);
create index two_people_other_idx on two_people (other_id);
call limit_rows('two_people', 'sees_mother(mother_id) and sees_mother(other_id)');

-- A mother whose record was put into another's. Her rows are hers no more, so that nothing has to
-- remember to leave them out; what an undo needs of them is in done.
create table merged (
  id          bigint      generated always as identity primary key,
  -- who has it all today: she who was kept, until she is merged herself
  mother_id   bigint      not null references mother,
  kept_id     bigint      not null,
  -- no row any more
  merged_id   bigint      not null unique,
  merged_at   timestamptz not null,
  done        jsonb       not null
);
create index merged_mother_idx on merged (mother_id);
call limit_rows('merged', 'sees_mother(mother_id)');

-- By what a mother was known before: in registers, and to who answers from an old phone.
create table known_as (
  id           bigint generated always as identity primary key,
  merged_id    bigint not null references merged on delete cascade,
  mother_id    bigint not null references mother,
  -- the clinic in whose register she stood
  known_in     bigint not null,
  external_id  text,
  full_name    text   not null,
  phone        text   not null,
  email        text
);
create index known_as_merged_idx on known_as (merged_id);
create index known_as_mother_idx on known_as (mother_id);
create index known_as_number_idx on known_as (known_in, external_id) where external_id is not null;
create index known_as_phone_idx on known_as (phone);
call limit_rows('known_as', 'sees_mother(mother_id)');

-- A message that came with somebody's record holds no place in the day of who has it now, where she
-- had her own: its own number stands here then.
alter table reminder
  add column apart bigint,
  drop constraint reminder_mother_id_day_kind_key,
  add constraint reminder_slot_key unique nulls not distinct (mother_id, day, kind, apart);

-- Rows that were deleted, as they were; columns that came since get their defaults.
create function put_back(of_table text, gone jsonb) returns void
  language plpgsql
  as $$
declare
  columns text;
begin
  select string_agg(quote_ident(a.attname), ', ') into columns
  from pg_attribute a
  where a.attrelid = of_table::regclass and a.attnum > 0 and not a.attisdropped
    and a.attgenerated = '' and jsonb_exists(gone -> 0, a.attname);
  if columns is not null then
    execute format(
      'insert into %1$I (%2$s) overriding system value
       select %2$s from jsonb_populate_recordset(null::%1$I, $1)', of_table, columns) using gone;
  end if;
end
$$;

-- Columns that were changed, as they were before; not those that were changed again since. Each of
-- the changes: {id, before: {…}, after: {…}}.
create function take_back(of_table text, changes jsonb) returns void
  language plpgsql
  as $$
declare
  change jsonb;
  columns text;
begin
  for change in select * from jsonb_array_elements(changes) loop
    select string_agg(
      format('%1$I = case when to_jsonb(t) -> %1$L is not distinct from $2 -> %1$L
              then b.%1$I else t.%1$I end', a.attname), ', ')
    into columns
    from pg_attribute a
    where a.attrelid = of_table::regclass and a.attnum > 0 and not a.attisdropped
      and a.attgenerated = '' and jsonb_exists(change -> 'before', a.attname);
    if columns is not null then
      execute format(
        'update %1$I t set %2$s from jsonb_populate_record(null::%1$I, $1) b where t.id = $3',
        of_table, columns)
      using change -> 'before', change -> 'after', (change ->> 'id')::bigint;
    end if;
  end loop;
end
$$;
