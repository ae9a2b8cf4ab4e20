-- A mother, and how to reach her. Null language or zone: her clinic's.
create table mother (
  id                  bigint generated always as identity primary key,
  clinic_id           bigint      not null references clinic,
  external_id         text,
  full_name           text        not null,
  phone               text        not null check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  email               text,
  language            text,
  time_zone           text,
  channels            text[]      not null,
  consent             boolean     not null,
  consent_at          timestamptz,
  opted_out_at        timestamptz,
  died_on             date,
  -- after her death messages about her living babies go to the caregiver, or to nobody
  caregiver_name      text,
  caregiver_phone     text check (caregiver_phone ~ '^\+[1-9][0-9]{6,14}$'),
  caregiver_language  text,
  -- when the visits derived for her could change with no new fact; 'infinity': never
  replan_at           timestamptz not null default 'infinity',
  registered_at       timestamptz not null,
  version             integer     not null default 1,
  unique (clinic_id, external_id)
);
create index mother_clinic_idx on mother (clinic_id, id);
create index mother_phone_idx on mother (phone);
create index mother_caregiver_phone_idx on mother (caregiver_phone) where caregiver_phone is not null;
create index mother_replan_idx on mother (replan_at) where replan_at < 'infinity';

-- dated_by NONE: a birth was registered for which nobody recorded a pregnancy; it has no dates.
create table pregnancy (
  id             bigint generated always as identity primary key,
  mother_id      bigint      not null references mother,
  dated_by       text        not null check (dated_by in ('LMP', 'EDD', 'SCAN', 'NONE')),
  lmp            date,
  edd            date,
  scan_date      date,
  scan_weeks     smallint,
  scan_days      smallint,
  outcome        text check (outcome in ('LIVE_BIRTH', 'STILLBIRTH', 'MISCARRIAGE', 'TERMINATION')),
  ended_on       date,
  registered_at  timestamptz not null,
  version        integer     not null default 1,
  -- lmp is the first day of gestation however it was dated: edd - 280 days
  check ((dated_by = 'NONE') = (edd is null) and lmp is not distinct from edd - 280),
  check ((dated_by = 'SCAN') = (scan_date is not null)),
  check ((outcome is null) = (ended_on is null) and (dated_by <> 'NONE' or outcome is not null))
);
create index pregnancy_mother_idx on pregnancy (mother_id, id);
create unique index pregnancy_open_idx on pregnancy (mother_id) where outcome is null;

create table baby (
  id                  bigint generated always as identity primary key,
  mother_id           bigint      not null references mother,
  pregnancy_id        bigint      references pregnancy,
  name                text,
  sex                 text check (sex in ('FEMALE', 'MALE', 'UNKNOWN')),
  birth_date          date        not null,
  birth_time          time,
  birth_weight_grams  integer     check (birth_weight_grams between 200 and 9000),
  died_on             date,
  registered_at       timestamptz not null,
  version             integer     not null default 1
);
create index baby_mother_idx on baby (mother_id, id);
create index baby_pregnancy_idx on baby (pregnancy_id);

-- She or the baby came: an antenatal contact of the pregnancy, a postnatal one of the mother
-- (pregnancy_id of the ended pregnancy) or of a baby (baby_id).
create table contact (
  id            bigint generated always as identity primary key,
  pregnancy_id  bigint      references pregnancy,
  baby_id       bigint      references baby,
  kind          text        not null check (kind in ('ANTENATAL', 'POSTNATAL')),
  attended_on   date        not null,
  recorded_at   timestamptz not null,
  check (num_nonnulls(pregnancy_id, baby_id) = 1),
  unique nulls not distinct (pregnancy_id, baby_id, kind, attended_on)
);
create index contact_baby_idx on contact (baby_id) where baby_id is not null;

create table dose (
  id           bigint generated always as identity primary key,
  baby_id      bigint      not null references baby,
  vaccine      text        not null,
  given_on     date        not null,
  product      text,
  recorded_at  timestamptz not null,
  unique (baby_id, vaccine, given_on)
);
