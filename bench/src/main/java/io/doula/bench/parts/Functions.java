package io.doula.bench.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The functions of template.yaml from the zip that is shipped, each a JVM under AWS's runtime
 * interface client, with the template's schedules, queues and values: the stack on a laptop, a
 * process of its own, over a database that others use too.
 */
public final class Functions {
  private static final Duration START = Duration.ofMinutes(5);
  private static final Pattern LEASE = Pattern.compile("DOULA_LEASE (\\S+),");

  private final Process stack;
  private final Path said;
  private final Path log;

  /**
   * Starts them; returns when schedules and queues call them.
   *
   * @param root of the clone, as it was built
   * @param settings of the program, which reach the functions by a secret
   */
  public Functions(Children children, Path root, Map<String, String> settings)
      throws IOException, InterruptedException {
    this.said = children.folder().resolve("functions.log");
    this.log = children.folder().resolve("invocations.log");
    Path built = root.resolve("functions/target");
    String classes = Files.readString(built.resolve("laptop.classpath")).strip();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Djava.io.tmpdir=" + children.folder(),
                "-cp",
                built.resolve("test-classes") + ":" + built.resolve("classes") + ":" + classes,
                "io.doula.functions.local.LaptopCommand"));
    command.addAll(List.of("--template", root.resolve("template.yaml").toString()));
    command.addAll(List.of("--port", Integer.toString(Ports.free())));
    command.addAll(List.of("--log", log.toString()));
    // as many as the template allows
    command.addAll(List.of("--environments", "1000"));
    settings.forEach((name, value) -> command.addAll(List.of("--setting", name + "=" + value)));
    stack = children.start("functions", Map.of(), command);
    Patience.until(START, () -> !stack.isAlive() || Files.readString(said).contains("\nReady."));
    if (!stack.isAlive()) {
      throw new IOException("the functions did not start; see " + said);
    }
  }

  /** What the template says of schedules and queues, a line each. */
  public List<String> values() throws IOException {
    try (Stream<String> lines = Files.lines(said)) {
      return lines.filter(line -> line.matches("  \\w+(\\.| polls).*")).map(String::strip).toList();
    }
  }

  /** The functions' {@code DOULA_LEASE}. */
  public Duration lease() throws IOException {
    Matcher found = LEASE.matcher(String.join("\n", values()));
    if (!found.find()) {
      throw new IOException("template.yaml does not say DOULA_LEASE");
    }
    return Duration.parse(found.group(1));
  }

  /** The JVMs of a function that live now. */
  public List<ProcessHandle> running(String function) {
    return stack
        .children()
        .filter(
            process ->
                process
                    .info()
                    .arguments()
                    .filter(words -> words[words.length - 1].endsWith("." + function))
                    .isPresent())
        .toList();
  }

  /** How often a function was called. */
  public long calls(String function) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.startsWith("[" + function + "] START ")).count();
    }
  }
}
