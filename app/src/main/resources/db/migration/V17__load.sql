-- The load of the coming weeks: what falls due when, and nothing else of these wide rows.
create index visit_coming_idx on visit (due) include (clinic_id, mother_id, latest)
  where done_on is null and not cancelled and not provisional and not needs_review;
