-- One thing due: a contact or a vaccination. Derived from the facts above and stored so that it has
-- an id and can be listed; its status on a day follows from its dates and is not stored.
create table visit (
  id             bigint generated always as identity primary key,
  mother_id      bigint   not null references mother,
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
  unique nulls not distinct (pregnancy_id, baby_id, code)
);
create index visit_mother_idx on visit (mother_id);
create index visit_baby_idx on visit (baby_id) where baby_id is not null;
-- the defaulter list: open visits by the day they became overdue
create index visit_open_idx on visit (overdue_after) where done_on is null and not cancelled and not provisional;
