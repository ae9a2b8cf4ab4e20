package io.doula.reminder;

import io.doula.core.Times;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Addresses that a channel can't reach. One that is changed is good again. */
final class Unreachable {
  private Unreachable() {}

  /** Of who is being erased nothing is remembered: she is locked first. */
  static void remember(
      JdbcClient jdbc, long motherId, String channel, String address, String why, Instant now) {
    jdbc.sql(
            """
            with her as (
              select id from mother where id = :motherId and erased_at is null for key share)
            insert into unreachable (mother_id, channel, address, why, since)
            select id, :channel, :address, :why, :now from her
            on conflict (mother_id, channel) do update
            set address = excluded.address, why = excluded.why, since = excluded.since
            """)
        .param("motherId", motherId)
        .param("channel", channel)
        .param("address", address)
        .param("why", why)
        .param("now", Times.utc(now))
        .update();
  }
}
