-- Names as people are looked for: in small letters, without accents. Kept with the row, because taking
-- them off in each search would cost more than reading it. A search reads one clinic's mothers in
-- order: a part of a name in the middle finds no help in an index, least of all under row security.
alter table mother add column plain_name text
  generated always as (lower(regexp_replace(normalize(full_name, NFD), '[\u0300-\u036f]', '', 'g'))) stored;
alter table baby add column plain_name text
  generated always as (lower(regexp_replace(normalize(name, NFD), '[\u0300-\u036f]', '', 'g'))) stored;
create index mother_plain_name_idx on mother (clinic_id, plain_name, id);
-- what a clinic recorded this morning
create index dose_recorded_idx on dose (recorded_at);
create index contact_recorded_idx on contact (recorded_at);
