package io.doula.reminder;

import io.doula.core.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The sign that somebody works on a channel, which whoever watches reads ({@link Watch}). Written
 * now and then and not with each claim, so that claims beside each other do not wait for its row.
 */
@Component
class Pulse {
  private static final Logger log = LoggerFactory.getLogger(Pulse.class);
  private static final Duration NOW_AND_THEN = Duration.ofSeconds(10);

  private final JdbcClient jdbc;
  private final Map<String, Instant> written = new ConcurrentHashMap<>();

  Pulse(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Something was taken on this channel. */
  void beat(String channel, Instant now) {
    Instant last = written.get(channel);
    if (last == null || now.isBefore(last) || !now.isBefore(last.plus(NOW_AND_THEN))) {
      written.put(channel, now);
      write(channel, now);
    }
  }

  /** What was taken is to be sent, whether the sign could be given or not. */
  private void write(String channel, Instant now) {
    try {
      jdbc.sql(
              """
              insert into channel_pulse (channel, taken_at) values (:channel, :now)
              on conflict (channel) do update
              set taken_at = greatest(channel_pulse.taken_at, excluded.taken_at)
              """)
          .param("channel", channel)
          .param("now", Times.utc(now))
          .update();
    } catch (DataAccessException | TransactionException e) {
      log.atWarn()
          .addKeyValue("channel", channel)
          .addKeyValue("fault", e.getClass().getSimpleName())
          .log("the sign that somebody works on this channel could not be written");
    }
  }
}
