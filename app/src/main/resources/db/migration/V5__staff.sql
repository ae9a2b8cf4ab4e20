-- A member of staff. The epoch is part of every token she was given: raising it ends them all.
create table account (
  id                    bigint generated always as identity primary key,
  username              text        not null,
  password_hash         text        not null,
  role                  text        not null check (role in ('ADMIN', 'NURSE', 'VIEWER')),
  enabled               boolean     not null default true,
  must_change_password  boolean     not null default false,
  session_epoch         integer     not null default 1,
  created_at            timestamptz not null,
  version               integer     not null default 1
);
create unique index account_username_idx on account (lower(username));

create table account_clinic (
  account_id  bigint not null references account,
  clinic_id   bigint not null references clinic,
  primary key (account_id, clinic_id)
);

-- Tries to sign in that have not succeeded, by what was typed as the name (its SHA-256: a password
-- may have been typed there) and by where it came from.
create table sign_in_failure (
  id         bigint generated always as identity primary key,
  name_hash  bytea       not null,
  address    text        not null,
  at         timestamptz not null
);
create index sign_in_failure_idx on sign_in_failure (name_hash, at);

-- The first answer to a POST that carried an Idempotency-Key, kept to be given again. Written in the
-- transaction of what the POST did; until it commits, status is null.
create table answer (
  account_id    bigint      not null references account,
  key           text        not null,
  request_hash  bytea       not null,
  status        smallint,
  content_type  text,
  etag          text,
  location      text,
  body          bytea,
  at            timestamptz not null,
  primary key (account_id, key)
);
create index answer_at_idx on answer (at);
