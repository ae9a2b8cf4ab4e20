-- A register for Doula's import, out of a Django database with the models Mother and Baby that
-- from-django.md shows. ADAPT IT: names of tables and columns are your deployment's.
--   psql -X -q -v ON_ERROR_STOP=1 -f docs/from-django.sql DATABASE > register.csv
-- It only reads. Write the file to a disk that is encrypted; it holds names and phones.
copy (
  select
    m.clinic as clinic,
    'dj-' || m.id as external_id,
    btrim(m.full_name) as full_name,
    m.phone as phone,
    m.language as language,
    -- she agreed to one channel; SMS is what stands in for calls
    case m.channel when 'WHATSAPP' then 'whatsapp;sms' else 'sms' end as channels,
    -- Django's default says nothing of where she lives: then it is the clinic's
    nullif(m.timezone, 'UTC') as time_zone,
    case when m.opted_out_at is null and m.consent_at is not null then 'yes' else 'no' end as consent,
    -- not both; and only what is still expecting, or ended with the baby on this line
    case when p.told and m.edd is null then m.lmp_date end as lmp,
    case when p.told then m.edd end as edd,
    -- twins need names
    coalesce(nullif(btrim(b.name), ''), case when b.twins > 1 then 'Baby ' || b.place end) as baby_name,
    case b.sex when 'F' then 'FEMALE' when 'M' then 'MALE' when 'U' then 'UNKNOWN' end as baby_sex,
    b.birth_date as baby_birth_date
  from care_mother m
  left join (
    select care_baby.*,
      count(*) over (partition by mother_id, birth_date) as twins,
      row_number() over (partition by mother_id, birth_date order by id) as place
    from care_baby) b on b.mother_id = m.id
  cross join lateral (
    select coalesce(m.edd, m.lmp_date + 280) as edd) e
  cross join lateral (
    select e.edd + 28 >= current_date
      or coalesce(b.birth_date between e.edd - 126 and e.edd + 28, false) as told) p
  order by m.id, b.birth_date desc, b.id
) to stdout with (format csv, header);
