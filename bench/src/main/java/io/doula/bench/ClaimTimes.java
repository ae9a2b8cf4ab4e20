package io.doula.bench;

import io.doula.bench.parts.Patience;
import io.doula.bench.parts.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How long the claim query takes in a table of ten million reminders of which one in a hundred is
 * still to go. The query is the one that the running worker sends, timed where it sends it; the
 * claims are real, and what was claimed leaves.
 */
final class ClaimTimes {
  private static final long BYTES_PER_ROW = 1000;
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private ClaimTimes() {}

  static boolean run(Options options) throws Exception {
    int rows = options.number("rows", 10_000_000);
    int claims = options.number("claims", 1000);
    int mostMillis = options.number("most", 20);
    long free = Files.getFileStore(options.path("folder")).getUsableSpace();
    if (free < rows * BYTES_PER_ROW) {
      throw new IllegalStateException("too little room on the disk: " + free);
    }
    try (Ward ward =
        Ward.withoutReceipts(options, Map.of("DOULA_WHATSAPP_RATE", options.text("rate", "400")))) {
      fill(ward, rows);
      Path times = ward.children().folder().resolve("claims.tsv");
      Process worker =
          ward.program()
              .thorough()
              .worker(
                  "w0",
                  Map.of(
                      "DOULA_WHATSAPP_BASE_URL",
                      ward.provider().url("w0"),
                      Program.CLAIMS,
                      times.toString()));
      Patience.until(
          PATIENCE,
          () -> !worker.isAlive() || count(times) >= claims || ward.ledger().size() >= rows / 100);
      return report(times, claims, mostMillis);
    }
  }

  /** The past is written without asking each row for its mother; she is there. */
  private static void fill(Ward ward, int rows) throws SQLException {
    int mothers = rows / 100;
    Say.line("%d mothers with 99 reminders behind them and one due", mothers);
    ward.register().add(mothers);
    try (Connection connection = ward.postgres().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set session_replication_role = replica");
      statement.execute(
          """
          insert into reminder (clinic_id, mother_id, day, kind, due_at, expires_at, state, why, channel,
                                claim_at, attempts, epoch, created_at, ended_at)
          select m.clinic_id, m.id, current_date - d, 'DUE', now() - d * interval '1 day', now() - d * interval '1 day',
                 'DELIVERED', 'for a measurement', 'whatsapp', now() - d * interval '1 day', 1, 1,
                 now() - d * interval '1 day', now() - d * interval '1 day'
          from generate_series(1, 99) d, mother m
          """);
      ward.register().allDueNow();
      statement.execute("vacuum analyze reminder");
      Say.line(
          "%d reminders, %s",
          Rows.number(connection, "select count(*) from reminder"),
          Rows.all(
                  connection,
                  "select pg_size_pretty(pg_total_relation_size('reminder'))",
                  row -> row.getString(1))
              .get(0));
    }
  }

  private static long count(Path times) throws java.io.IOException {
    try (Stream<String> lines = Files.lines(times)) {
      return lines.count();
    }
  }

  private static boolean report(Path times, int claims, int mostMillis) throws java.io.IOException {
    List<String> lines = Files.readAllLines(times);
    long[] micros =
        lines.stream().mapToLong(line -> Long.parseLong(line.split("\t")[0])).sorted().toArray();
    long claimed = lines.stream().mapToLong(line -> Long.parseLong(line.split("\t")[1])).sum();
    if (micros.length == 0) {
      Say.line("nothing was claimed");
      return false;
    }
    double p50 = micros[micros.length / 2] / 1000.0;
    double p99 = micros[(int) Math.ceil(micros.length * 0.99) - 1] / 1000.0;
    double max = micros[micros.length - 1] / 1000.0;
    Say.line(
        "%d claims of %d reminders: p50 %.1f ms, p99 %.1f ms, longest %.1f ms (to reach: p99 < %d ms)",
        micros.length, claimed, p50, p99, max, mostMillis);
    return micros.length >= claims && p99 < mostMillis;
  }
}
