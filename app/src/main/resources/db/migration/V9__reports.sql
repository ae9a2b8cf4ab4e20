-- Coverage counts the doses that children had or wait for, and needs nothing else of these wide rows.
create index visit_vaccination_idx on visit (baby_id, code, done_on)
  where kind = 'VACCINATION' and not cancelled and not provisional;
