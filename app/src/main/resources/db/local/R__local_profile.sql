-- Only the local profile has these: a clock that can be moved, and the phones that get the messages.
create table if not exists local_clock (
  one        boolean  primary key default true check (one),
  ahead      interval not null default '0'
);
insert into local_clock (one) values (true) on conflict do nothing;

create table if not exists local_message (
  id           bigint generated always as identity primary key,
  reminder_id  bigint unique,
  mother_id    bigint,
  phone        text        not null,
  channel      text        not null,
  text         text        not null,
  inbound      boolean     not null default false,
  at           timestamptz not null
);
create index if not exists local_message_phone_idx on local_message (phone, id);
