package io.doula.reminder;

import io.doula.core.Ticked;
import io.doula.core.Times;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Who works: each beat and each worker shows now and then that it lives. */
@Component
class Presence {
  static final String BEAT = "beat";
  static final String WORKER = "worker";

  private static final Logger log = LoggerFactory.getLogger(Presence.class);
  private static final Duration NOW_AND_THEN = Duration.ofSeconds(10);

  /** Who has not shown for so long is gone for good. */
  private static final Duration KEPT = Duration.ofDays(1);

  private final JdbcClient jdbc;
  private final Map<String, Instant> shown = new ConcurrentHashMap<>();

  Presence(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @EventListener
  void ticked(Ticked tick) {
    show(BEAT, tick.now());
  }

  /** This process lives, in this role. */
  void show(String role, Instant now) {
    Instant last = shown.get(role);
    if (last == null || now.isBefore(last) || !now.isBefore(last.plus(NOW_AND_THEN))) {
      shown.put(role, now);
      write(role, now);
    }
  }

  /** Work goes on, whether the sign could be given or not. */
  private void write(String role, Instant now) {
    try {
      jdbc.sql(
              """
              with gone as (
                delete from presence
                where seen_at < :longAgo and (role, name) <> (:role, :name))
              insert into presence (role, name, seen_at) values (:role, :name, :now)
              on conflict (role, name) do update set seen_at = excluded.seen_at
              """)
          .param("role", role)
          .param("name", name())
          .param("now", Times.utc(now))
          .param("longAgo", Times.utc(now.minus(KEPT)))
          .update();
    } catch (DataAccessException | TransactionException e) {
      log.atWarn()
          .addKeyValue("role", role)
          .addKeyValue("fault", e.getClass().getSimpleName())
          .log("the sign that this process works could not be written");
    }
  }

  /** Those that were seen within a day, the latest first. */
  List<DeliveryBoard.Working> all() {
    return jdbc.sql("select role, name, seen_at from presence order by role, seen_at desc, name")
        .query(
            (row, n) ->
                new DeliveryBoard.Working(
                    row.getString("role"),
                    row.getString("name"),
                    Objects.requireNonNull(row.getObject("seen_at", OffsetDateTime.class))
                        .toInstant()))
        .list();
  }

  /** Asked each time: a snapshot of the started program wakes on other hosts. */
  private static String name() {
    return Optional.ofNullable(System.getenv("AWS_LAMBDA_FUNCTION_NAME"))
        .orElseGet(() -> host() + ":" + ProcessHandle.current().pid());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "host";
    }
  }
}
