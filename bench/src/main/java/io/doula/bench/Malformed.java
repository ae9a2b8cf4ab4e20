package io.doula.bench;

import io.doula.bench.parts.Program;
import io.doula.bench.provider.Statuses;
import io.doula.fuzz.Fuzzer;
import io.doula.fuzz.Report;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Thousands of malformed requests to a web process, made from its own description: none may be
 * answered with 5xx or with anything but a problem, and nothing of them may stand in the log.
 */
final class Malformed {
  private Malformed() {}

  static boolean run(Options options) throws Exception {
    String url = options.text("url", "");
    if (!url.isEmpty()) {
      // somebody else's program: its log is not ours to read
      return run(options, URI.create(url), options.text("password", "doula-local"), null, null);
    }
    Map<String, String> settings =
        Map.of("DOULA_SNS_TOPICS", "arn:aws:sns:eu-west-1:123456789012:doula");
    try (Ward ward = Ward.withoutReceipts(options, settings)) {
      Program.Web web = ward.program().thorough().web("web", Program.freePort(), Map.of());
      Path log = ward.children().folder().resolve("web.log");
      return run(options, web.url(), Program.ADMIN_PASSWORD, ward, log);
    }
  }

  private static boolean run(
      Options options, URI url, String password, @Nullable Ward ward, @Nullable Path log)
      throws Exception {
    Fuzzer.Target target =
        new Fuzzer.Target(
            url,
            options.text("user", "admin"),
            password,
            ward == null ? null : Statuses.APP_SECRET,
            !options.text("wire", "true").equals("false"),
            options.number("most", 10_000));
    long first = Long.parseLong(options.text("seed", Long.toString(System.nanoTime() % 1_000_000)));
    boolean well = true;
    for (long seed = first; seed < first + options.number("seeds", 1); seed++) {
      Say.line("seed %d", seed);
      Report report = report(options, target, seed);
      if (log != null) {
        report.read(Files.readString(log));
      }
      System.out.print(report);
      well &= report.isWell();
      forgetSignIns(ward);
    }
    return well;
  }

  private static Report report(Options options, Fuzzer.Target target, long seed) throws Exception {
    String only = options.text("only", "");
    return only.isEmpty()
        ? Fuzzer.run(target, seed, options.number("count", 10_000), options.number("threads", 4))
        : Fuzzer.only(target, seed, Integer.parseInt(only));
  }

  /** The next seed has to sign in, from an address that has tried too often. */
  private static void forgetSignIns(@Nullable Ward ward) throws SQLException {
    if (ward != null) {
      try (Connection connection = ward.postgres().connect();
          Statement statement = connection.createStatement()) {
        statement.execute("truncate sign_in_failure");
      }
    }
  }
}
