-- Who works, and when it last showed: beats and workers, each by its host and process. Staff see here
-- whether and where they run.
create table presence (
  role     text        not null check (role in ('beat', 'worker')),
  name     text        not null,
  seen_at  timestamptz not null,
  primary key (role, name)
);
