package io.doula.fuzz;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code --url URL --password PASSWORD [--user admin] [--seed N] [--count N] [--only N]}. */
public final class FuzzCommand {
  private FuzzCommand() {}

  public static void main(String[] args) throws Exception {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      options.put(args[i].replaceFirst("^--", ""), args[i + 1]);
    }
    System.exit(run(options) ? 0 : 1);
  }

  /**
   * Runs and prints.
   *
   * @param options by their names without dashes; {@code log} names a file that the program writes
   */
  public static boolean run(Map<String, String> options) throws Exception {
    Fuzzer.Target target =
        new Fuzzer.Target(
            URI.create(options.getOrDefault("url", "http://127.0.0.1:8080")),
            options.getOrDefault("user", "admin"),
            options.getOrDefault("password", "doula-local"),
            options.get("whatsapp-secret"),
            !options.getOrDefault("wire", "true").equals("false"),
            Long.parseLong(options.getOrDefault("most", "10000")));
    long seed = Long.parseLong(options.getOrDefault("seed", Long.toString(System.nanoTime())));
    String only = options.get("only");
    String log = options.get("log");
    int before = log(log).length();
    System.out.println("seed " + seed);
    Report report =
        only == null
            ? Fuzzer.run(
                target,
                seed,
                Integer.parseInt(options.getOrDefault("count", "10000")),
                Integer.parseInt(options.getOrDefault("threads", "4")))
            : Fuzzer.only(target, seed, Integer.parseInt(only));
    report.read(log(log).substring(before));
    System.out.print(report);
    return report.isWell();
  }

  private static String log(@Nullable String file) throws java.io.IOException {
    return file == null ? "" : Files.readString(Path.of(file));
  }
}
