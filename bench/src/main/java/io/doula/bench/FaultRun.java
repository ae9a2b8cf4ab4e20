package io.doula.bench;

import io.doula.bench.parts.Functions;
import io.doula.bench.parts.Patience;
import io.doula.bench.parts.Program;
import io.doula.bench.parts.Program.Web;
import io.doula.bench.provider.Weather;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A herd of reminders due in the same minute, and everything that can go wrong while they leave.
 * The times are production's own, but for the wait for receipts, which is shorter so that a run
 * ends.
 */
final class FaultRun implements AutoCloseable {
  private static final Duration RECEIPT_WAIT = Duration.ofSeconds(45);
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration RECOVERED = Duration.ofSeconds(60);

  /** Functions have nobody but the tick. */
  private static final Duration TICK_OF_FUNCTIONS = Duration.ofMinutes(1);

  private static final String WAITING =
      """
      select count(*)
      from (select from reminder where state in ('PLANNED', 'QUEUED', 'RETRY') limit 1000) waiting
      """;
  private static final String UNENDED =
      """
      select count(*)
      from reminder
      where state in ('PLANNED', 'QUEUED', 'SENDING', 'RETRY', 'UNKNOWN')
      """;

  private static final String HELD =
      "select id from reminder where state = 'UNKNOWN' and claim_at = 'infinity'";

  private final Options options;
  private final Doors doors;
  private final String queue;
  private final Ward ward;
  private final Crew crew;
  private final Recovery recovery;

  /** Deaths of those who settle what died, where nobody else does. */
  private final Recovery withoutTick;

  private final int herd;
  private volatile boolean busy = true;
  private int putBack;
  private @Nullable Functions functions;

  FaultRun(Options options, Doors doors, String queue) throws Exception {
    this.options = options;
    this.doors = doors;
    this.queue = queue;
    this.herd = options.number("reminders", 20_000);
    this.ward =
        Ward.withReceipts(
            options,
            queue.equals("redis"),
            Map.of(
                "DOULA_LEASE", LEASE.toString(),
                "DOULA_TICK", "PT15S",
                "DOULA_SEND_TIMEOUT", "PT10S",
                "DOULA_RECEIPT_WAIT", RECEIPT_WAIT.toString(),
                "DOULA_WHATSAPP_RATE", options.text("rate", "80")));
    this.crew = new Crew(ward);
    this.recovery = new Recovery(ward.postgres());
    this.withoutTick = new Recovery(ward.postgres());
  }

  Findings run() throws Exception {
    Say.line("doors %s, queue %s: %d reminders due now", doors, queue, herd);
    try (Connection connection = ward.postgres().connect()) {
      Journal.begin(connection);
    }
    ward.program().rehearse();
    ward.register().add(herd);
    int webPort = Program.freePort();
    Web web = ward.program().web("web", Program.freePort(), Map.of());
    URI victim = URI.create("http://127.0.0.1:" + webPort + "/webhooks/whatsapp");
    ward.statuses()
        .tell(doors.haveWorkers() ? List.of(web.webhook(), victim) : List.of(web.webhook()));
    if (doors.haveFunctions()) {
      functions = functions();
    }
    ward.register().allDueNow();
    Api api = new Api(web.url());
    Stops stops = new Stops(ward.postgres(), api);
    Thread more = new Thread(this::keepBusy, "keep-busy");
    more.start();

    Scenes scenes = new Scenes(ward, crew, recovery, LEASE);
    DirectedKills directed = new DirectedKills(ward, crew, recovery, webPort);
    Plays plays = new Plays(options, scenes, directed, recovery);
    if (functions == null) {
      plays.classic();
    } else {
      FunctionDeaths deaths = new FunctionDeaths(ward, functions, scenes.counts());
      if (doors.haveWorkers()) {
        plays.both(deaths);
      } else {
        ward.provider().weather(Scenes.CHANGEABLE);
        plays.functionsAlone(deaths, withoutTick);
      }
    }
    scenes.storms(Duration.ofSeconds(options.number("storm", 20)));

    busy = false;
    more.join();
    stops.end();
    drain(api);
    return findings(scenes, directed, stops);
  }

  /** The template's own times; what differs is what differs for the workers too. */
  private Functions functions() throws IOException, InterruptedException {
    Map<String, String> settings = new HashMap<>(ward.speakingTo(FunctionDeaths.NAME));
    settings.putAll(ward.program().shared());
    settings.put("DOULA_RECEIPT_WAIT", RECEIPT_WAIT.toString());
    settings.put("DOULA_WHATSAPP_RATE", options.text("rate", "80"));
    Functions started = new Functions(ward.children(), options.path("root"), settings);
    started.values().forEach(Say::line);
    return started;
  }

  /** When the herd is through before the faults are, more become due. */
  private void keepBusy() {
    while (busy) {
      try (Connection connection = ward.postgres().connect()) {
        if (Rows.number(connection, WAITING) < 1000) {
          ward.register().add(2000);
          ward.register().allDueNow();
        }
      } catch (SQLException e) {
        // PostgreSQL is away, on purpose; looked at again soon
      }
      sleep();
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(2000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Fair weather until every reminder has its end. */
  private void drain(Api api) throws Exception {
    ward.provider().weather(Weather.fair(Duration.ofMillis(50)));
    try (Connection connection = ward.postgres().connect()) {
      Say.line(
          "the faults are over, %d reminders have no end yet", Rows.number(connection, UNENDED));
      Duration most = Duration.ofMinutes(options.number("drain", 30));
      boolean ended =
          Patience.until(
              most,
              () -> {
                putBackInLine(connection, api);
                return Rows.number(connection, UNENDED) == 0;
              });
      Patience.until(Duration.ofMinutes(1), () -> ward.statuses().open() == 0);
      Say.line(ended ? "all have their end" : "some still have no end");
    }
  }

  /**
   * What became unclear twice is held for people. They ask her when no receipt is on its way any
   * more, hear that nothing came, and put it back in line.
   */
  private void putBackInLine(Connection connection, Api api) throws Exception {
    if (ward.statuses().open() > 0) {
      return;
    }
    for (long id : Rows.all(connection, HELD, row -> row.getLong(1))) {
      if (api.post("/api/reminders/%d/retry".formatted(id), "{}") / 100 == 2) {
        putBack++;
      }
    }
  }

  private Findings findings(Scenes scenes, DirectedKills directed, Stops stops) throws Exception {
    Findings table = new Findings("Faults, doors %s, queue %s".formatted(doors, queue));
    try (Connection connection = ward.postgres().connect()) {
      Verdict verdict = new Verdict(connection, ward.ledger().read());
      table.fact("reminders", verdict.reminders());
      table.fact("acceptances in the ledger", verdict.acceptances());
      table.fact("posts of statuses", ward.statuses().posts());
      scenes.counts().forEach(table::fact);
      int each = options.number("each", 20);
      if (functions != null) {
        table.fact("handed over by functions", ward.provider().requests(FunctionDeaths.NAME));
      }
      if (doors.haveWorkers()) {
        directed
            .reached()
            .forEach(
                (point, count) ->
                    table.check("killed: " + point, count.toString(), ">= " + each, count >= each));
      }
      verdict.states().forEach((state, count) -> table.fact("state " + state, count));
      verdict.reasons().forEach(table::fact);
      table.none("lost", verdict.lost(stops.stopped().keySet(), ward.provider().refusedForGood()));
      table.none("sent twice", verdict.twice());
      table.fact("unclear twice, put back in line by staff", putBack);
      table.zero("UNKNOWN left", verdict.unknown());
      table.zero("without an end", verdict.open());
      table.none("stale writes", verdict.staleWrites());
      table.none("outcomes the ledger contradicts", verdict.contradictions());
      table.zero("receipts forgotten", verdict.forgottenReceipts(ward.statuses().told()));
      long late = verdict.longestReceipt();
      table.check(
          "seconds until a receipt was taken, longest",
          Long.toString(late),
          "< " + RECEIPT_WAIT.toSeconds(),
          late < RECEIPT_WAIT.toSeconds());
      table.zero("receipts not taken", ward.statuses().open());
      table.zero("requests not as Meta wants them", ward.provider().misunderstood());
      table.fact("mothers who said stop", stops.stopped().size());
      table.fact("  answered within, p99", percentile(stops.answers(), 99));
      table.none("accepted after a stop", verdict.afterStop(stops.stopped()));
      for (Scenes.Span freeze : scenes.freezes()) {
        Duration pause = verdict.longestPause(freeze.from(), freeze.to());
        table.check(
            "longest standstill while one was frozen",
            pause.toString(),
            "<= 60 s",
            pause.compareTo(RECOVERED) <= 0);
      }
      recoveries(table);
    }
    return table;
  }

  private void recoveries(Findings table) throws IOException {
    if (functions == null || doors.haveWorkers()) {
      recovery(table, "", recovery, RECOVERED);
    } else {
      Duration settled = functions.lease().plus(TICK_OF_FUNCTIONS);
      recovery(table, "", recovery, settled);
      recovery(table, " where a tick died too", withoutTick, settled.plus(TICK_OF_FUNCTIONS));
    }
  }

  private static void recovery(Findings table, String where, Recovery recovery, Duration most) {
    List<Duration> times = recovery.times();
    Duration p99 = percentile(times, 99);
    table.fact("deaths" + where, times.size());
    table.fact("recovery p50" + where, percentile(times, 50));
    table.check(
        "recovery p99" + where,
        p99.toString(),
        "<= %d s".formatted(most.toSeconds()),
        p99.compareTo(most) <= 0);
    table.fact("recovery, longest" + where, percentile(times, 100));
    table.zero("deaths not recovered from" + where, recovery.unfinished());
  }

  private static Duration percentile(List<Duration> sorted, int percent) {
    if (sorted.isEmpty()) {
      return Duration.ZERO;
    }
    int index = (int) Math.ceil(sorted.size() * percent / 100.0) - 1;
    return Duration.ofMillis(sorted.get(Math.max(index, 0)).toMillis());
  }

  @Override
  public void close() throws IOException {
    recovery.close();
    withoutTick.close();
    ward.close();
  }
}
