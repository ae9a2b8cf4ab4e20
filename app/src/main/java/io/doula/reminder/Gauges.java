package io.doula.reminder;

import io.doula.core.ProgramClock;
import io.doula.core.Sight;
import io.doula.core.Times;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What stands in the tables, for measurements: read with one question, which serves all gauges of a
 * scrape. While the database does not answer they have no value. A command, which has no role,
 * makes none of this.
 */
@Component
@ConditionalOnExpression("!'${DOULA_ROLES:web,worker,beat}'.isBlank()")
class Gauges implements MeterBinder {
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final int TIMEOUT_SECONDS = 2;

  private static final String READ =
      """
      select c.name,
        coalesce(extract(epoch from cast(:now as timestamptz) - w.oldest), 0) as oldest,
        w.waiting, b.blocks, u.held
      from unnest(cast(:names as text[])) as c (name)
      cross join lateral (
        select min(r.claim_at) as oldest, count(*) as waiting
        from reminder r
        where r.state in ('PLANNED', 'QUEUED', 'RETRY') and r.channel = c.name
          and r.claim_at <= :now) w
      cross join lateral (
        select count(*) as blocks from channel_block b where b.channel = c.name) b
      cross join (
        select count(*) as held from reminder where state = 'UNKNOWN' and claim_at = 'infinity') u
      """;

  private final JdbcClient jdbc;
  private final Channels channels;

  /** Asked when it is read: whoever measures may be made while delivery is. */
  private final ObjectProvider<Delivery> delivery;

  private final ProgramClock clock;
  private volatile @Nullable Read last;

  Gauges(
      DataSource database,
      Channels channels,
      ObjectProvider<Delivery> delivery,
      ProgramClock clock) {
    JdbcTemplate impatient = new JdbcTemplate(database);
    impatient.setQueryTimeout(TIMEOUT_SECONDS);
    this.jdbc = JdbcClient.create(impatient);
    this.channels = channels;
    this.delivery = delivery;
    this.clock = clock;
  }

  private record Row(String channel, double oldest, double waiting, double blocks, double held) {}

  /** What was read, by channel; empty where the database did not answer. */
  private record Read(long nanos, Map<String, Row> rows) {}

  @Override
  public void bindTo(MeterRegistry registry) {
    for (String channel : channels.all()) {
      gauge("doula.oldest.due", channel, Row::oldest)
          .description("How long the reminder that has waited longest for a worker has been due")
          .baseUnit("seconds")
          .register(registry);
      gauge("doula.due.waiting", channel, Row::waiting)
          .description("Reminders that are due and wait for a worker")
          .register(registry);
      gauge("doula.blocks", channel, Row::blocks)
          .description("Message sets that the provider does not let us send")
          .register(registry);
    }
    for (String channel : channels.names()) {
      Gauge.builder("doula.breaker.open", () -> delivery.getObject().isDown(channel) ? 1 : 0)
          .description("1 while this process leaves the channel alone, as its provider is away")
          .tag("channel", named(channel))
          .register(registry);
    }
    Gauge.builder("doula.unknown.held", () -> value(Channels.NONE, Row::held))
        .description("Reminders of unknown outcome that are held for a receipt or staff")
        .register(registry);
  }

  private Gauge.Builder<?> gauge(String name, String channel, ToDoubleFunction<Row> value) {
    return Gauge.builder(name, () -> value(channel, value)).tag("channel", named(channel));
  }

  private static String named(String channel) {
    return channel.equals(Channels.NONE) ? "none" : channel;
  }

  private double value(String channel, ToDoubleFunction<Row> value) {
    @Nullable Row row = read().rows.get(channel);
    return row == null ? Double.NaN : value.applyAsDouble(row);
  }

  /** A database that is away is not asked again by each gauge. */
  private synchronized Read read() {
    @Nullable Read known = last;
    if (known == null || System.nanoTime() - known.nanos > FRESH.toNanos()) {
      known = new Read(System.nanoTime(), Sight.ALL.get(this::rows));
      last = known;
    }
    return known;
  }

  private Map<String, Row> rows() {
    try {
      Instant now = clock.now();
      return jdbc
          .sql(READ)
          .param("now", Times.utc(now))
          .param("names", channels.all().toArray(String[]::new))
          .query(
              (row, n) ->
                  new Row(
                      row.getString("name"),
                      row.getDouble("oldest"),
                      row.getDouble("waiting"),
                      row.getDouble("blocks"),
                      row.getDouble("held")))
          .list()
          .stream()
          .collect(Collectors.toMap(Row::channel, row -> row));
    } catch (DataAccessException e) {
      return Map.of();
    }
  }
}
