package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.doula.channel.Channel;
import io.doula.channel.Outcome;
import io.doula.channel.Receipt;
import io.doula.core.Sight;
import io.doula.family.Mothers;
import io.doula.testing.Families;
import io.doula.testing.MovedClock;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Mothers with a reminder that is due, workers of the test's own, and what became of it all. */
@TestComponent
class Clinic {
  static final LocalDate DAY = LocalDate.parse("2026-03-12");

  /** Every reminder of {@link #DAY} is due by then. */
  static final Instant DUE = Instant.parse("2026-03-12T06:01:00Z");

  private static final LocalDate BORN = DAY.minusDays(42);

  private final Families families;
  private final JdbcClient jdbc;
  private final MovedClock clock;
  private final Ledger ledger;
  private final Channels channels;
  private final DeliverySettings settings;
  private final Tick tick;
  private final Parts parts;
  private final ExecutorService senders =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(Sight.ALL.over(task), "test-sender");
            thread.setDaemon(true);
            return thread;
          });
  private int phones;

  Clinic(
      Families families,
      JdbcClient jdbc,
      MovedClock clock,
      Ledger ledger,
      Channels channels,
      DeliverySettings settings,
      Tick tick,
      Parts parts) {
    this.parts = parts;
    this.families = families;
    this.jdbc = jdbc;
    this.clock = clock;
    this.ledger = ledger;
    this.channels = channels;
    this.settings = settings;
    this.tick = tick;
  }

  /** What a ledger is made of. */
  @TestComponent
  record Parts(
      Courses courses,
      Rates rates,
      Guard guard,
      Wording wording,
      Mothers mothers,
      TransactionTemplate transaction) {}

  /** A reminder as it stands in its table. */
  record Row(
      long id,
      long mother,
      State state,
      String channel,
      List<String> passed,
      int attempts,
      Instant dueAt,
      String claimAt,
      String why) {}

  long mother(String... channels) {
    return motherOf(families.clinic(), channels);
  }

  /** A mother who has an address on every channel and reads these. */
  long motherOf(long clinic, String... channels) {
    long mother = families.mother(clinic, "+2547%08d".formatted(++phones));
    jdbc.sql("update mother set channels = :channels, email = :email where id = :id")
        .param("channels", channels)
        .param("email", "m%d@family.example".formatted(phones))
        .param("id", mother)
        .update();
    families.baby(mother, BORN, "Zawadi");
    return mother;
  }

  /** So many mothers, each with one reminder due at {@link #DUE}. */
  List<Long> mothers(int count, String... channels) {
    long clinic = families.clinic();
    List<Long> mothers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      mothers.add(motherOf(clinic, channels));
    }
    return mothers;
  }

  /** Time goes to where they are due, and what is older has gone stale. */
  void comeDue() {
    at(DUE);
  }

  void at(Instant instant) {
    clock.set(instant);
    tick.run(instant);
    while (ledger.expire(500, instant) > 0) {
      // batch after batch
    }
  }

  /** A worker of its own, whose breakers know nothing of other tests. */
  Delivery worker() {
    return worker(CircuitBreakerConfig.from(Line.BREAKER).minimumNumberOfCalls(10_000).build());
  }

  Delivery worker(CircuitBreakerConfig breaker) {
    return new Delivery(ledger, channels, settings, senders, breaker);
  }

  /** A worker on whose machine a channel is not set up. */
  Delivery workerWithout(String channel) {
    List<Channel> rest =
        channels.names().stream().filter(n -> !n.equals(channel)).map(channels::get).toList();
    Channels fewer = new Channels(rest);
    Claims claims =
        new Claims(jdbc, parts.courses, fewer, parts.rates, parts.guard, parts.wording, settings);
    Ledger theirs =
        new JdbcLedger(
            jdbc, claims, parts.courses, fewer, parts.rates, parts.guard, parts.mothers, settings);
    Ledger inTransactions =
        (Ledger)
            Proxy.newProxyInstance(
                Ledger.class.getClassLoader(),
                new Class<?>[] {Ledger.class},
                (proxy, method, arguments) ->
                    parts.transaction.execute(status -> call(theirs, method, arguments)));
    return new Delivery(inTransactions, fewer, settings, senders, Line.BREAKER);
  }

  private static Object call(Ledger ledger, Method method, Object[] arguments) {
    try {
      return method.invoke(ledger, arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Fails when the work, as it waits for the rows of the first table, holds those of the other: two
   * that lock in different orders may wait for each other for ever.
   */
  void whileHolding(String first, Runnable work, String later) {
    CompletableFuture<Void> running =
        parts.transaction.execute(
            status -> {
              jdbc.sql("select 1 from " + first + " for update").query(Integer.class).list();
              CompletableFuture<Void> begun = CompletableFuture.runAsync(Sight.ALL.over(work));
              await().until(this::someoneWaits);
              assertThatCode(
                      () ->
                          jdbc.sql("select 1 from " + later + " for update nowait")
                              .query(Integer.class)
                              .list())
                  .as("%s is free while the work waits for %s", later, first)
                  .doesNotThrowAnyException();
              return begun;
            });
    running.orTimeout(20, TimeUnit.SECONDS).join();
  }

  void waitsForALock() {
    await().until(this::someoneWaits);
  }

  Parts parts() {
    return parts;
  }

  private boolean someoneWaits() {
    return jdbc.sql("select exists (select from pg_locks where not granted)")
        .query(Boolean.class)
        .single();
  }

  /** Until nothing more goes; what one channel leaves to the next does so a second later. */
  void deliver(Delivery worker) {
    int idle = 0;
    for (int rounds = 0; idle < 2; rounds++) {
      idle = worker.deliverDue(clock.now()) == 0 ? idle + 1 : 0;
      if (idle == 1) {
        clock.advance(Duration.ofSeconds(1));
      }
      if (rounds > 200) {
        throw new AssertionError("there is no end to it");
      }
    }
  }

  void deliver() {
    deliver(worker());
  }

  Intent claimOne(String channel) {
    return ledger.claim(channel, 1, clock.now()).intents().get(0);
  }

  void close(Intent intent, Outcome outcome) {
    ledger.close(List.of(new Ledger.Closing(intent, outcome, clock.now())));
  }

  Receipt receipt(Row row, String event, Receipt.Status status) {
    return receipt(row.channel(), event, row.id() + ":" + row.attempts(), status, null);
  }

  Receipt failure(Row row, Outcome.Kind failure) {
    return receipt(
        row.channel(),
        "failed-" + row.id() + "-" + row.attempts(),
        row.id() + ":" + row.attempts(),
        Receipt.Status.FAILED,
        failure);
  }

  Receipt receipt(
      String channel,
      String event,
      @Nullable String correlation,
      Receipt.Status status,
      Outcome.@Nullable Kind failure) {
    return new Receipt(channel, event, correlation, null, status, failure, null, null, clock.now());
  }

  /** Her reminder of {@link #DAY}. */
  Row row(long mother) {
    return rows("r.mother_id = " + mother).get(0);
  }

  List<Row> rows(String which) {
    return jdbc.sql(
            """
            select id, mother_id, state, channel, passed, attempts, due_at, claim_at::text as claim_at, why
            from reminder r
            where kind = 'DUE' and day = '2026-03-12' and %s
            order by id
            """
                .formatted(which))
        .query(
            (row, n) ->
                new Row(
                    row.getLong("id"),
                    row.getLong("mother_id"),
                    State.valueOf(row.getString("state")),
                    row.getString("channel"),
                    strings(row.getArray("passed")),
                    row.getInt("attempts"),
                    row.getTimestamp("due_at").toInstant(),
                    row.getString("claim_at"),
                    row.getString("why")))
        .list();
  }

  List<State> states() {
    return rows("true").stream().map(Row::state).distinct().sorted().toList();
  }

  List<String> outcomes(long reminder) {
    return jdbc.sql(
            """
            select channel || ' ' || coalesce(outcome, 'open')
            from attempt where reminder_id = :id order by number
            """)
        .param("id", reminder)
        .query(String.class)
        .list();
  }

  private static List<String> strings(Array array) throws SQLException {
    return Arrays.asList((String[]) array.getArray());
  }
}
