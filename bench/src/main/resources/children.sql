-- Children of up to five years in clinics of a thousand, with every visit of the plan's usual course, and a year of
-- reminders. Written without asking each row for what it refers to: it is there.
set session_replication_role = replica;

insert into clinic (name, country, time_zone, plan, language, quiet_from, quiet_to, send_at, created_at)
select 'Clinic ' || n, 'KE', (array['Africa/Nairobi', 'Asia/Kathmandu', 'America/Bogota'])[1 + n % 3], 'who', 'en',
       '20:00', '07:00', '09:00', now()
from generate_series(1, greatest(1, current_setting('bench.children')::int / 1000)) n;

-- One in a hundred was registered at her clinic before, under the same name and phone.
insert into mother (clinic_id, full_name, phone, channels, consent, consent_at, registered_at)
select c.id, 'Given' || she % 211 || ' Family' || she * 7 % 1009, '+2547' || lpad(she::text, 8, '0'), '{whatsapp,sms}', true,
       now(), now()
from generate_series(1, current_setting('bench.children')::int) n
cross join (select count(*) as clinics from clinic) as all_of_them
cross join lateral (select case when n % 100 = 0 and n > clinics then n - clinics else n end as she) as twice
join clinic c on c.id = 1 + n % clinics;

insert into baby (clinic_id, mother_id, name, sex, birth_date, died_on, registered_at)
select clinic_id, id, 'Zawadi', 'FEMALE', current_date - (random() * 1825)::int,
       case when random() < 0.02 then current_date end, now()
from mother;

insert into visit (clinic_id, mother_id, baby_id, kind, code, title, series, dose, vaccines, earliest, due, overdue_after,
                   done_on, provisional, why, plan, plan_version)
select b.clinic_id, b.mother_id, b.id, 'VACCINATION', u.course || '-' || d.dose, u.course || ', dose ' || d.dose, u.course, d.dose,
       array[u.course], b.birth_date + d.age, b.birth_date + d.age, b.birth_date + d.age + 7,
       case when d.dose <= had.doses then b.birth_date + d.age + (random() * random() * 40)::int end,
       d.dose > had.doses + 1,
       'Due ' || (b.birth_date + d.age) || ', at the recommended age or the least interval after the dose before it, '
         || 'whichever is later. Plan who, version bench.',
       'who', 'bench'
from baby b
cross join (values
  ('BCG', array[0]), ('HEPB-BIRTH', array[0]), ('OPV-BIRTH', array[0]), ('BOPV', array[42, 70, 98]),
  ('IPV', array[98, 218]), ('DTP', array[42, 70, 98, 365, 1461, 3287]), ('PCV', array[42, 70, 98]),
  ('ROTA', array[42, 70, 98]), ('MCV', array[273, 456])) as u (course, ages)
cross join lateral (
  select greatest(0, count(*) - case when random() < 0.15 then 1 + (random() * 2)::int else 0 end) as doses
  from unnest(u.ages) age
  where b.birth_date + age <= current_date) as had
cross join lateral unnest(u.ages) with ordinality as d (age, dose);

insert into reminder (clinic_id, mother_id, day, kind, due_at, expires_at, state, why, channel, claim_at, attempts, epoch,
                      created_at, ended_at)
select m.clinic_id, m.id, current_date - d, 'DUE', current_date - d + interval '6 hours', current_date - d + interval '17 hours',
       (array['DELIVERED', 'READ', 'FAILED', 'EXPIRED', 'CANCELLED', 'SENT', 'DELIVERED', 'READ'])[1 + d % 8],
       'the provider''s receipt', (array['whatsapp', 'sms', 'whatsapp', 'email'])[1 + d % 4],
       current_date - d + interval '6 hours', 1, 1, now(), now()
from mother m
cross join lateral (select 30 * n + (m.id % 30)::int as d from generate_series(0, 11) n) days;

-- and what is to go out in the coming weeks
insert into reminder (clinic_id, mother_id, day, kind, due_at, expires_at, state, why, channel, claim_at, created_at)
select m.clinic_id, m.id, current_date + d, 'UPCOMING', current_date + d + interval '6 hours', current_date + d + interval '17 hours',
       'PLANNED', 'planned', 'whatsapp', current_date + d + interval '6 hours', now()
from mother m
cross join lateral (select 1 + (m.id % 60)::int as d) days;

set session_replication_role = default;
