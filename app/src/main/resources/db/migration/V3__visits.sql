-- One thing due: a contact or a vaccination. Derived from the facts above and stored so that it has
-- an id and can be listed; its status on a day follows from its dates and is not stored.
create table visit (
  id             bigint generated always as identity primary key,
  -- the mother of the pregnancy or the baby, which hold the reference: a register brings millions of
  -- visits, and each reference costs another look-up per row
  mother_id      bigint   not null,
  pregnancy_id   bigint   references pregnancy,
  baby_id        bigint   references baby,
  kind           text     not null check (kind in ('ANTENATAL', 'POSTNATAL', 'VACCINATION')),
  code           text     not null,
  title          text     not null,
  series         text,
  dose           smallint,
  vaccines       text[]   not null default '{}',
  earliest       date,
  due            date     not null,
  overdue_after  date,
  latest         date,
  done_on        date,
  -- depends on an earlier dose that is not recorded yet: shown, not messaged
  provisional    boolean  not null default false,
  needs_review   boolean  not null default false,
  cancelled      boolean  not null default false,
  -- false: on the staff's list only (after a loss)
  messaged       boolean  not null default true,
  why            text     not null,
  plan           text     not null,
  plan_version   text     not null,
  check (num_nonnulls(pregnancy_id, baby_id) = 1),
  -- also the way to a baby's visits: pregnancy_id is null there
  unique nulls not distinct (pregnancy_id, baby_id, code)
);
create index visit_mother_idx on visit (mother_id);
-- the defaulter list: open visits by the day they became overdue
create index visit_open_idx on visit (overdue_after) where done_on is null and not cancelled and not provisional;
