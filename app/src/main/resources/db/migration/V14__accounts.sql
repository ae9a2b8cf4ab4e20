-- Seen by an ADMIN who looks for accounts that nobody uses.
alter table account add column last_sign_in_at timestamptz;

-- Where an account signed in of late, by a keyed hash of the address: there its right password is
-- heard also while somebody else at the same address makes too many tries with other names.
create table sign_in_place (
  account_id  bigint      not null references account,
  place       bytea       not null,
  at          timestamptz not null,
  primary key (account_id, place)
);
create index sign_in_place_at_idx on sign_in_place (at);

-- Many names tried from one address are counted together. The table holds a day's wrong tries: its
-- lock is short.
-- squawk-ignore require-concurrent-index-creation
create index sign_in_failure_address_idx on sign_in_failure (address, at);

-- The key of a second factor (TOTP), encrypted. Until confirmed_at it is not asked for. last_step is
-- the time step of the last code that was good: no code is good twice.
create table second_factor (
  account_id    bigint      primary key references account,
  sealed_key    bytea       not null,
  made_at       timestamptz not null,
  confirmed_at  timestamptz,
  last_step     bigint      not null default 0
);

-- Codes for the day the phone is lost, by a keyed hash; each is deleted when it is used.
create table recovery_code (
  account_id  bigint not null references second_factor on delete cascade,
  code_hash   bytea  not null,
  primary key (account_id, code_hash)
);

-- The one link with which an account may choose a password anew; deleted when it is used.
create table reset_link (
  account_id  bigint      primary key references account,
  token_hash  bytea       not null unique,
  made_by     bigint      not null references account,
  made_at     timestamptz not null,
  expires_at  timestamptz not null
);
create index reset_link_made_by_idx on reset_link (made_by);
