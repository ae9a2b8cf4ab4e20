package io.doula.bench;

import java.util.ArrayList;
import java.util.List;

/** The long form of the fault tests: one run with each queue, or through other doors; a table. */
final class Faults {
  private Faults() {}

  static boolean run(Options options) throws Exception {
    Doors doors = Doors.of(options);
    String wanted = options.text("queue", "both");
    List<String> queues =
        switch (doors) {
          case CLASSIC -> wanted.equals("both") ? List.of("redis", "none") : List.of(wanted);
          case BOTH -> List.of("redis");
          case FUNCTIONS -> List.of("none");
        };
    List<Findings> all = new ArrayList<>();
    for (String queue : queues) {
      try (FaultRun run = new FaultRun(options, doors, queue)) {
        Findings findings = run.run();
        findings.print();
        all.add(findings);
      }
    }
    return all.stream().allMatch(Findings::allWell);
  }
}
