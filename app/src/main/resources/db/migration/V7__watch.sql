-- When a worker last took something on a channel, to some seconds: who watches can tell a long line
-- from one that nobody works on.
create table channel_pulse (
  channel   text        primary key,
  taken_at  timestamptz not null
);

-- what failed lately
create index reminder_failed_idx on reminder (ended_at) where state = 'FAILED';
-- the staff's list of what went wrong
create index reminder_wrong_idx on reminder (id) where state in ('UNKNOWN', 'FAILED');
