package io.doula.bench;

/**
 * The entry of the scripts beside this module: {@code faults}, {@code throughput}, {@code claim},
 * {@code reports} or {@code fuzz}.
 */
public final class Bench {
  private Bench() {}

  public static void main(String[] args) throws Exception {
    Options options = Options.of(args);
    boolean well =
        switch (options.command()) {
          case "faults" -> Faults.run(options);
          case "throughput" -> Throughput.run(options);
          case "claim" -> ClaimTimes.run(options);
          case "reports" -> ReportTimes.run(options);
          case "fuzz" -> Malformed.run(options);
          default -> throw new IllegalArgumentException("There is no " + options.command());
        };
    System.exit(well ? 0 : 1);
  }
}
