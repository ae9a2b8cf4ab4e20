-- Who saw, changed, exported or was sent what, and about whom: one row for each deed, never changed.
-- No name, no phone, no value; the people in it are numbers, which are pseudonyms once a person was
-- erased. docs/decisions/trail.md says why it looks like this.

-- The number of a row is drawn after its transaction has got its own, so that whoever reads the last
-- number drawn and then draws a transaction's knows: what was numbered before belongs to earlier ones.
create sequence trail_id;
create function next_trail_id() returns bigint language plpgsql volatile as $$
begin
  perform pg_current_xact_id();
  return nextval('trail_id');
end
$$;

create table trail (
  id          bigint      primary key default next_trail_id(),
  at          timestamptz not null,
  -- STAFF by account_id; COMMAND: somebody at the server's command line; PERSON: she herself, or
  -- whoever answered from her phone
  actor       text        not null check (actor in ('STAFF', 'COMMAND', 'PROGRAM', 'PERSON')),
  -- no reference, here and below: to check it would lock the row it names
  account_id  bigint,
  deed        text        not null,
  thing       text        not null,
  thing_id    bigint,
  -- a page of a list is one row with all who stand on it
  mothers     bigint[]    not null default '{}',
  clinic_id   bigint,
  -- what changed, by the names of the fields
  fields      text[]      not null default '{}',
  check ((actor = 'STAFF') = (account_id is not null))
);
alter sequence trail_id owned by trail.id;
create index trail_mothers_idx on trail using gin (mothers);
create index trail_account_idx on trail (account_id, id) where account_id is not null;
create index trail_at_idx on trail (at);
create index trail_forgotten_idx on trail (thing_id) where deed = 'FORGOTTEN';

-- The chain: each seal stands over the rows numbered above after_id and up to last_id, and over the
-- seal before it.
create table trail_seal (
  number     bigint      primary key,
  after_id   bigint      not null,
  last_id    bigint      not null,
  entries    bigint      not null,
  -- SHA-256 over the SHA-256 of each row, in order
  digest     bytea       not null,
  -- SHA-256 over the hash before and all the columns above
  hash       bytea       not null,
  sealed_at  timestamptz not null,
  check (last_id > after_id)
);

-- Up to where the rows can be sealed as soon as every transaction before xid has ended; of an xid
-- that this server has not reached yet (a dump of another one) nothing follows.
create table trail_mark (
  only_one  boolean     primary key default true check (only_one),
  last_id   bigint      not null,
  xid       xid8        not null,
  at        timestamptz not null
);

-- What is in the trail stays. The one way out: the retention job takes rows that are older than a
-- year, and says so (let_the_trail_forget).
create function trail_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and tg_table_name = 'trail'
     and coalesce(current_setting('doula.trail_forgets', true), '') = 'yes' then
    -- apart: a row of the other table has no such column
    if old.at < now() - interval '1 year' then
      return old;
    end if;
  end if;
  raise exception 'the trail is append-only: % of % is refused', lower(tg_op), tg_table_name
    using errcode = 'restrict_violation';
end
$$;
-- As a function of its own: for a bare set_config RDS Proxy keeps a session to its connection.
create function let_the_trail_forget() returns void language sql
  as $$ select set_config('doula.trail_forgets', 'yes', true) $$;
create trigger trail_stays before update or delete on trail
  for each row execute function trail_stays();
create trigger trail_is_not_emptied before truncate on trail
  for each statement execute function trail_stays();
create trigger trail_stays before update or delete on trail_seal
  for each row execute function trail_stays();
create trigger trail_is_not_emptied before truncate on trail_seal
  for each statement execute function trail_stays();
