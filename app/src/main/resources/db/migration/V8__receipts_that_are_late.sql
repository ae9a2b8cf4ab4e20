-- Whether receipts of a channel are behind: the latest thing that they spoke of.
create index receipt_channel_idx on receipt (channel, happened_at);

-- A process that is frozen, or a host that is gone, holds what it locked until the database ends its
-- session. No transaction of the program rests that long.
do $$
begin
  execute format('alter database %I set idle_in_transaction_session_timeout = %L', current_database(), '15s');
end
$$;
