package io.doula.bench;

import io.doula.bench.parts.Patience;
import io.doula.bench.provider.Acceptance;
import java.sql.Connection;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How many reminders a second one worker process hands over to a provider that answers in 50 ms,
 * when they are all due at once: from the first acceptance in the ledger to the last. No receipts
 * come back.
 */
final class Throughput {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private Throughput() {}

  static boolean run(Options options) throws Exception {
    int reminders = options.number("reminders", 20_000);
    int runs = options.number("runs", 3);
    int least = options.number("least", 1000);
    try (Ward ward = Ward.withoutReceipts(options, Map.of("DOULA_WHATSAPP_RATE", "0"));
        Connection connection = ward.postgres().connect()) {
      Process worker = ward.program().thorough().worker("w0", ward.speakingTo("w0"));
      round(ward, worker, connection, options.number("warmup", 10_000), "warm-up");
      double[] rates = new double[runs];
      for (int i = 0; i < runs; i++) {
        rates[i] = round(ward, worker, connection, reminders, "run " + (i + 1));
      }
      Arrays.sort(rates);
      double median = rates[runs / 2];
      Say.line("median of %d: %.0f reminders/s (to reach: %d)", runs, median, least);
      return median >= least;
    }
  }

  private static double round(
      Ward ward, Process worker, Connection connection, int reminders, String name)
      throws Exception {
    int before = ward.ledger().size();
    ward.register().add(reminders);
    ward.register().allDueNow();
    Patience.orFail(
        "all are accepted",
        PATIENCE,
        () -> !worker.isAlive() || ward.ledger().size() - before >= reminders);
    Patience.orFail(
        "all are marked",
        Duration.ofSeconds(20),
        () ->
            Rows.number(connection, "select count(*) from reminder where state <> 'ACCEPTED'")
                == 0);
    List<Acceptance> all = ward.ledger().read();
    List<Acceptance> round = all.subList(before, all.size());
    if (round.stream().map(Acceptance::reminderId).distinct().count() != reminders
        || round.size() != reminders) {
      throw new IllegalStateException("not each reminder was accepted once");
    }
    Duration time = Duration.between(round.get(0).readAt(), round.get(reminders - 1).readAt());
    double rate = reminders / (time.toMillis() / 1000.0);
    Say.line("%s: %d reminders in %.1f s, %.0f/s", name, reminders, time.toMillis() / 1000.0, rate);
    return rate;
  }
}
