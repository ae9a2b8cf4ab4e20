-- A clinic: the place, its zone, its language, its hours. Hours are local times of day.
create table clinic (
  id          bigint generated always as identity primary key,
  name        text        not null unique,
  country     text        not null check (country ~ '^[A-Z]{2}$'),
  time_zone   text        not null,
  plan        text        not null,
  language    text        not null,
  quiet_from  time        not null,
  quiet_to    time        not null,
  send_at     time        not null,
  created_at  timestamptz not null,
  version     integer     not null default 1
);
