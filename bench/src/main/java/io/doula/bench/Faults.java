package io.doula.bench;

import java.util.ArrayList;
import java.util.List;

/** The long form of the fault tests: one run with each queue, and a table. */
final class Faults {
  private Faults() {}

  static boolean run(Options options) throws Exception {
    String wanted = options.text("queue", "both");
    List<String> queues = wanted.equals("both") ? List.of("redis", "none") : List.of(wanted);
    List<Findings> all = new ArrayList<>();
    for (String queue : queues) {
      try (FaultRun run = new FaultRun(options, queue)) {
        Findings findings = run.run();
        findings.print();
        all.add(findings);
      }
    }
    return all.stream().allMatch(Findings::allWell);
  }
}
