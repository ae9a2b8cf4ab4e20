-- What an attempt said, as it left, for who asks her what she got; it goes with her when she is
-- forgotten.
alter table attempt
  add column said    text,
  add column said_in text;

-- A register that a person brought in on a page. The file stays only as long as lines of it wait.
create table import_run (
  id          bigint generated always as identity primary key,
  account_id  bigint      not null references account,
  begun_at    timestamptz not null,
  ended_at    timestamptz,
  file        bytea,
  lines       integer     not null,
  -- of which so many are done
  done        integer     not null default 0,
  accepted    integer     not null default 0,
  unchanged   integer     not null default 0,
  refused     integer     not null default 0,
  -- who works on it holds it until then
  held_until  timestamptz,
  check (ended_at is null or file is null)
);
create index import_run_account_idx on import_run (account_id, id);
-- whose lines are left lying
create index import_run_open_idx on import_run (begun_at) where file is not null;

-- A line that was refused. The message repeats no value.
create table import_refusal (
  import_run_id  bigint  not null references import_run on delete cascade,
  line           integer not null,
  column_name    text    not null,
  message        text    not null
);
create index import_refusal_run_idx on import_refusal (import_run_id, line);
