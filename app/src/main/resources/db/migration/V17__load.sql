-- The load of the coming weeks: what falls due when, in which clinic, and nothing else of these wide
-- rows.
create index visit_coming_idx on visit (due) include (mother_id, latest, clinic_id)
  where done_on is null and not cancelled and not provisional and not needs_review;
