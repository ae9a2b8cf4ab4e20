package io.doula.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came of a run. */
public final class Report {
  private static final int SHOWN = 40;

  private final long seed;
  private final Map<String, Map<Integer, Integer>> byKind = new TreeMap<>();
  private final Map<Integer, Integer> byStatus = new TreeMap<>();
  private final Map<String, Integer> passed = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();
  private int count;
  private int faulty;
  private long slowest;
  private long millis;

  Report(long seed) {
    this.seed = seed;
  }

  synchronized void answered(String kind, int status, long took, boolean well, String reason) {
    count++;
    byKind.computeIfAbsent(kind, k -> new TreeMap<>()).merge(status, 1, Integer::sum);
    byStatus.merge(status, 1, Integer::sum);
    slowest = Math.max(slowest, took);
    if (well) {
      passed.merge(kind + ": " + reason, 1, Integer::sum);
    }
  }

  synchronized void fault(String words) {
    faulty++;
    if (faults.size() < SHOWN) {
      faults.add(words);
    }
  }

  void took(long all) {
    millis = all;
  }

  /** The first faults, each with the number of its request, or what is wrong with the log. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  public boolean isWell() {
    return faulty == 0;
  }

  /** How many requests were answered. */
  public int count() {
    return count;
  }

  /**
   * Looks for what may stand in no log: a line of level ERROR, or anything of what was sent.
   *
   * @param log what the program wrote during the run
   */
  public void read(String log) {
    String canary = Chance.canary(seed);
    for (String line : log.split("\n")) {
      if (line.contains(canary)) {
        // not the line: it would stand in the next log
        fault("the log repeats what was sent");
      } else if (line.contains(" ERROR ") || line.contains("\"ERROR\"")) {
        fault("the log has an error: " + line.strip());
      }
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        "seed %d: %d requests in %.1f s (%.0f a second), slowest %d ms%n"
            .formatted(
                seed, count, millis / 1000.0, count * 1000.0 / Math.max(1, millis), slowest));
    text.append("by status: ").append(byStatus).append('\n');
    byKind.forEach((kind, statuses) -> text.append("  %-32s %s%n".formatted(kind, statuses)));
    text.append("taken, and rightly so:\n");
    passed.forEach((why, times) -> text.append("  %5d  %s%n".formatted(times, why)));
    text.append(faulty).append(" faults\n");
    faults.forEach(fault -> text.append("  ").append(fault).append('\n'));
    return text.toString();
  }
}
