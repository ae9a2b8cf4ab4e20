-- One message to a mother about all that falls due for her and her babies; day is the local day on
-- which it goes. why says how it came to its state.
create table reminder (
  id            bigint generated always as identity primary key,
  mother_id     bigint      not null references mother,
  day           date        not null,
  kind          text        not null check (kind in ('UPCOMING', 'DUE', 'MISSED')),
  due_at        timestamptz not null,
  expires_at    timestamptz not null,
  state         text        not null check (state in ('PLANNED', 'QUEUED', 'SENDING', 'RETRY',
                  'ACCEPTED', 'SENT', 'DELIVERED', 'READ', 'UNKNOWN', 'FAILED',
                  'SUPPRESSED', 'CANCELLED', 'EXPIRED')),
  why           text        not null,
  channel       text,
  epoch         integer     not null default 0,
  lease_until   timestamptz,
  -- when it may be claimed: due_at at first, later after a refusal or at the end of quiet hours
  claim_at      timestamptz not null,
  attempts      smallint    not null default 0,
  -- a person said no to this one; planning never brings it back
  cancelled_by  bigint,
  created_at    timestamptz not null,
  ended_at      timestamptz,
  unique (mother_id, day, kind),
  check ((state = 'SENDING') = (lease_until is not null))
);
-- the claim, in order of due time
create index reminder_claim_idx on reminder (claim_at, id) where state in ('PLANNED', 'QUEUED', 'RETRY');
-- recovery: work whose worker died
create index reminder_lease_idx on reminder (lease_until) where state = 'SENDING';
create index reminder_due_idx on reminder (due_at, id);

-- The visits a reminder speaks of; each visit is spoken of once per kind.
create table reminder_visit (
  reminder_id  bigint not null references reminder on delete cascade,
  visit_id     bigint not null references visit,
  kind         text   not null,
  primary key (reminder_id, visit_id),
  unique (visit_id, kind)
);

-- One try on one channel. Open (outcome null) from before the provider is called until its answer
-- is written.
create table attempt (
  id           bigint generated always as identity primary key,
  reminder_id  bigint      not null references reminder,
  number       smallint    not null,
  channel      text        not null,
  epoch        integer     not null,
  opened_at    timestamptz not null,
  closed_at    timestamptz,
  outcome      text,
  provider_id  text,
  detail       text,
  unique (reminder_id, number)
);
