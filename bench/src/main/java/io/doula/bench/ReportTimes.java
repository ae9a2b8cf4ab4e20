package io.doula.bench;

import io.doula.bench.parts.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How long the reports, and what else asks for many, take over HTTP, where there are as many children as a country has. The first
 * request of each is told apart: the server has not read the pages yet, nor the program its plan.
 */
final class ReportTimes {
  private static final long BYTES_PER_CHILD = 25_000;

  private ReportTimes() {}

  static boolean run(Options options) throws Exception {
    int children = options.number("children", 200_000);
    if (Files.getFileStore(options.path("folder")).getUsableSpace() < children * BYTES_PER_CHILD) {
      throw new IllegalStateException("too little room on the disk");
    }
    try (Ward ward = Ward.withoutReceipts(options, Map.of())) {
      fill(ward, children);
      Program.Web web = ward.program().thorough().web("web", Program.freePort(), Map.of());
      return report(new Api(web.url()), options.number("runs", 5), options.number("most", 10_000));
    }
  }

  private static void fill(Ward ward, int children) throws IOException, SQLException {
    try (Connection connection = ward.postgres().connect();
        Statement statement = connection.createStatement();
        InputStream script = ReportTimes.class.getResourceAsStream("/children.sql")) {
      if (script == null) {
        throw new IllegalStateException("children.sql is not there");
      }
      statement.execute("set bench.children = " + children);
      statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
      for (String table : List.of("clinic", "mother", "baby", "visit", "reminder")) {
        statement.execute("vacuum analyze " + table);
        Say.line(
            "%s: %d rows, %s",
            table,
            Rows.number(connection, "select count(*) from " + table),
            Rows.all(
                    connection,
                    "select pg_size_pretty(pg_total_relation_size(cast(? as regclass)))",
                    row -> row.getString(1),
                    table)
                .get(0));
      }
      explainWhatTakesLong(statement);
    }
  }

  /** The plans of slow queries then stand in the server's log, which KEEP=1 keeps. */
  private static void explainWhatTakesLong(Statement statement) throws SQLException {
    statement.execute("alter database doula set session_preload_libraries = 'auto_explain'");
    statement.execute("alter database doula set auto_explain.log_min_duration = '200ms'");
  }

  private static boolean report(Api api, int runs, int mostMillis) throws Exception {
    boolean well = true;
    for (String path :
        List.of(
            "/api/reports/coverage",
            "/api/reports/coverage?clinic=1",
            "/api/reports/drop-out",
            "/api/reports/clinics?dose=DTP-3",
            "/api/reports/load",
            "/api/reports/load?clinic=1",
            "/api/reports/delivery",
            "/api/reports/delivery?from=" + LocalDate.now(ZoneOffset.UTC).minusDays(90),
            "/api/reports/delivery?clinic=1",
            "/api/duplicates",
            "/api/duplicates?clinic=1",
            "/api/mothers?q=family17",
            "/api/mothers?clinic=1&q=family17",
            "/api/visits?status=OVERDUE",
            "/app",
            "/app?clinic=1",
            "/app/overdue?clinic=1",
            "/app/people?q=family17",
            "/app/people/1")) {
      List<Long> millis = new ArrayList<>();
      for (int i = 0; i < runs; i++) {
        long begun = System.nanoTime();
        int status = api.get(path);
        millis.add(Duration.ofNanos(System.nanoTime() - begun).toMillis());
        well &= status == 200 && millis.get(i) < mostMillis;
      }
      long first = millis.get(0);
      millis.sort(null);
      Say.line(
          "%s: first %d ms, median %d ms, longest %d ms (to reach: %d ms)",
          path, first, millis.get(runs / 2), millis.get(runs - 1), mostMillis);
    }
    return well;
  }
}
