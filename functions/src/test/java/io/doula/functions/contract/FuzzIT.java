package io.doula.functions.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.fuzz.Fuzzer;
import io.doula.fuzz.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What one door refuses, the other refuses too; {@code bench/fuzz --url} sends more. */
class FuzzIT {
  private static final Path FOLDER = Path.of("target/fuzz");
  private static final long SEED = 20260302;

  @Test
  void twoHundredMalformedRequestsAreRefusedByTheFunction() throws Exception {
    Files.createDirectories(FOLDER);
    try (Databases databases = new Databases()) {
      databases.create("fuzzed", "template1");
      Map<String, String> settings = Settings.over(databases.url("fuzzed"));
      Tomcat.migrate(settings, FOLDER);
      try (Function function = Function.start(settings, FOLDER)) {
        Report report =
            Fuzzer.run(
                new Fuzzer.Target(
                    function.base(),
                    "admin",
                    Settings.ADMIN_PASSWORD,
                    Settings.APP_SECRET,
                    false,
                    20_000),
                Long.getLong("fuzz.seed", SEED),
                Integer.getInteger("fuzz.count", 200),
                1);
        report.read(function.log());

        assertThat(report.count()).isGreaterThan(190);
        assertThat(report.faults()).as(report.toString()).isEmpty();
      }
    }
  }
}
