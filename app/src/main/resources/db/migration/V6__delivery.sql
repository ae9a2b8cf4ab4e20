-- channel: the one a reminder goes by next or went by last; '' while none that is set up reaches her.
-- passed: the channels that are out for this reminder. refusals: tries in a row that this channel
-- refused for a passing reason. unclear: attempts that ended without a clear answer.
-- retried_at: when a person put it back in line.
update reminder set channel = '' where channel is null;
alter table reminder
  alter column channel set default '',
  alter column channel set not null,
  add column passed     text[]      not null default '{}',
  add column refusals   smallint    not null default 0,
  add column unclear    smallint    not null default 0,
  add column retried_at timestamptz;

-- the claim: each channel's own line, in order of due time
drop index reminder_claim_idx;
create index reminder_claim_idx on reminder (channel, claim_at, id)
  where state in ('PLANNED', 'QUEUED', 'RETRY');
-- what goes stale while no channel takes it
create index reminder_expiry_idx on reminder (expires_at) where state in ('PLANNED', 'QUEUED', 'RETRY');
-- the end of a wait for a receipt; claim_at is infinity where it is held for staff
create index reminder_unknown_idx on reminder (claim_at) where state = 'UNKNOWN';

-- a receipt that names no reminder is found by the provider's id
create index attempt_provider_idx on attempt (channel, provider_id) where provider_id is not null;

-- What providers said later about attempts, each event once, also those that changed nothing: late,
-- repeated or out of order. No address and no text is kept.
create table receipt (
  id           bigint generated always as identity primary key,
  channel      text        not null,
  event        text        not null,
  reminder_id  bigint,
  number       smallint,
  provider_id  text,
  status       text        not null,
  failure      text,
  detail       text,
  happened_at  timestamptz not null,
  received_at  timestamptz not null,
  unique (channel, event)
);
create index receipt_reminder_idx on receipt (reminder_id);

-- What people wrote to us, each once, without the words: what it was understood as.
create table inbound (
  channel      text        not null,
  event        text        not null,
  understood   text,
  received_at  timestamptz not null,
  primary key (channel, event)
);

-- The token bucket of each channel, shared by all workers: the instant up to which its rate is
-- spent.
create table channel_rate (
  channel  text        primary key,
  free_at  timestamptz not null
);

-- What a provider does not let us send: one message set ('doula_due_v1/sw'), or all of a channel
-- ('*'). Tried again with one message at try_at.
create table channel_block (
  channel  text        not null,
  scope    text        not null,
  why      text        not null,
  since    timestamptz not null,
  try_at   timestamptz not null,
  primary key (channel, scope)
);

-- An address of hers that a channel can't reach (no WhatsApp on that number, a bounced mail); good
-- again when it is changed.
create table unreachable (
  mother_id  bigint      not null references mother on delete cascade,
  channel    text        not null,
  address    text        not null,
  why        text        not null,
  since      timestamptz not null,
  primary key (mother_id, channel)
);

-- The instants given in DOULA_GUARD_UNTIL, and when each guard first stood.
create table guard (
  guard_until  timestamptz primary key,
  started_at   timestamptz not null
);

-- who complained about a mail
create index mother_email_idx on mother (lower(email)) where email is not null;
