-- Who was erased leaves a row with a number, a clinic and nothing else, so that the record of what
-- was sent to her still has somebody to belong to. docs/privacy.md says what stays, and for how long.
alter table mother
  add column erased_at timestamptz,
  drop constraint mother_phone_check,
  add constraint mother_phone_check
    check (phone ~ '^\+[1-9][0-9]{6,14}$' or erased_at is not null and phone = '')
    -- weaker than the one before, so what is there keeps to it
    not valid;
-- nobody is erased yet: it is empty
-- squawk-ignore require-concurrent-index-creation
create index mother_erased_idx on mother (erased_at) where erased_at is not null;

-- On the reminder, because whoever writes about it locks it, and then sees this.
alter table reminder add column erased boolean not null default false;

-- By what an erased person would be known again in a register: her number there, and her phone and
-- name, each as a keyed hash. A file brings her back no more; a person may.
create table erased (
  mark       bytea  primary key,
  mother_id  bigint not null references mother on delete cascade
);
create index erased_mother_idx on erased (mother_id);
call limit_rows('erased', 'sees_mother(mother_id)');

-- Providers' names for events hold phones. That an event was taken is known by its hash as well, and
-- the message's own id stands with its attempt.
update receipt set event = encode(sha256(convert_to(event, 'UTF8')), 'hex'), provider_id = null;
update inbound set event = encode(sha256(convert_to(event, 'UTF8')), 'hex');
-- a handful of rows a day
-- squawk-ignore require-concurrent-index-creation
create index inbound_received_idx on inbound (received_at);

-- When retention last went round: one beat of all takes the turn.
create table retention_turn (
  only_one  boolean     primary key default true check (only_one),
  at        timestamptz not null
);
