package io.doula.bench.parts;

import io.doula.bench.provider.Provider;
import io.doula.bench.provider.Statuses;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * doula.jar as an operator runs it: extracted, with a class data archive for short starts, all
 * settings from the environment.
 */
public final class Program {
  /** Where a process ends itself: {@code mark:before:3}. */
  public static final String KILL = "BENCH_KILL";

  /** The file in which a process writes down how long its claim queries took. */
  public static final String CLAIMS = "BENCH_CLAIMS";

  public static final String ADMIN_PASSWORD = "a password for the bench";

  private static final Duration START = Duration.ofSeconds(120);
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

  private final Children children;
  private final Path inside;
  private final Map<String, String> settings;
  private final Path home;
  private final Path archive;
  private boolean quick = true;

  /**
   * @param jar doula.jar
   * @param inside the classes of {@code io.doula.bench.inside}
   * @param settings what all processes share: database, queue, times
   */
  public Program(Children children, Path jar, Path inside, Map<String, String> settings)
      throws IOException, InterruptedException {
    this.children = children;
    this.inside = inside;
    this.settings = new HashMap<>(settings);
    this.home = children.folder().resolve("doula");
    this.archive = home.resolve("classes.jsa");
    this.settings.putAll(
        Map.of(
            "DOULA_SECRET_KEY", "a key for the bench only, 32 characters or more",
            "DOULA_ADMIN_PASSWORD", ADMIN_PASSWORD,
            "DOULA_WHATSAPP_PHONE_NUMBER_ID", Provider.PHONE_NUMBER_ID,
            "DOULA_WHATSAPP_TOKEN", Provider.TOKEN,
            "DOULA_WHATSAPP_APP_SECRET", Statuses.APP_SECRET,
            "DOULA_WHATSAPP_VERIFY_TOKEN", "bench-verify",
            "DOULA_WHATSAPP_BASE_URL", "http://127.0.0.1:9/none",
            "DOULA_PUBLIC_URL", "https://doula.example.org",
            "SERVER_ADDRESS", "127.0.0.1"));
    must(
        "extract",
        List.of(
            JAVA,
            "-Djarmode=tools",
            "-jar",
            jar.toString(),
            "extract",
            "--destination",
            home.toString()));
    must(
        "migrate",
        List.of(JAVA, "-cp", home.resolve("doula.jar").toString(), "io.doula.Doula", "migrate"));
  }

  /** Settings that another door over the same database has to have too. */
  public Map<String, String> shared() {
    Map<String, String> shared = new HashMap<>(settings);
    shared
        .keySet()
        .removeIf(
            name ->
                !name.startsWith("SPRING_DATASOURCE_")
                    && !name.startsWith("DOULA_WHATSAPP_")
                    && !name.equals("DOULA_SECRET_KEY"));
    shared.remove("DOULA_WHATSAPP_BASE_URL");
    return shared;
  }

  /** Long-running processes are to be compiled well; those that are soon killed, to start soon. */
  public Program thorough() {
    quick = false;
    return this;
  }

  /** Starts once with every role and stops, so that the next starts find their classes archived. */
  public void rehearse() throws IOException, InterruptedException {
    int port = Ports.free();
    Process process =
        children.start(
            "rehearsal",
            with(Map.of("SERVER_PORT", Integer.toString(port))),
            List.of(
                JAVA,
                "-XX:+UseSerialGC",
                "-XX:ArchiveClassesAtExit=" + archive,
                "-cp",
                home.resolve("doula.jar").toString(),
                "io.doula.Doula"));
    awaitPort(process, port);
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IOException("the program does not stop when told to; see rehearsal.log");
    }
  }

  /**
   * A worker with a beat.
   *
   * @param more settings of its own
   */
  public Process worker(String name, Map<String, String> more) throws IOException {
    Map<String, String> environment = with(more);
    environment.put("DOULA_ROLES", "worker,beat");
    return children.start(name, environment, java(more));
  }

  /** A web role that answers when this returns. */
  public Web web(String name, int port, Map<String, String> more)
      throws IOException, InterruptedException {
    Map<String, String> environment = with(more);
    environment.put("DOULA_ROLES", "web");
    environment.put("SERVER_PORT", Integer.toString(port));
    Process process = children.start(name, environment, java(more));
    awaitPort(process, port);
    return new Web(process, URI.create("http://127.0.0.1:" + port));
  }

  /** A web role and where it listens. */
  public record Web(Process process, URI url) {
    public URI webhook() {
      return url.resolve("/webhooks/whatsapp");
    }
  }

  public static int freePort() throws IOException {
    return Ports.free();
  }

  /**
   * Whoever is to be watched gets the classes that do it; the program's component scan finds them.
   */
  private List<String> java(Map<String, String> more) {
    boolean watched = more.containsKey(KILL) || more.containsKey(CLAIMS);
    List<String> command =
        new ArrayList<>(
            List.of(JAVA, "-XX:+UseSerialGC", "-Xmx512m", "-Djava.io.tmpdir=" + children.folder()));
    if (quick) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    if (Files.exists(archive)) {
      command.add("-XX:SharedArchiveFile=" + archive);
    }
    command.addAll(
        List.of(
            "-cp", home.resolve("doula.jar") + (watched ? ":" + inside : ""), "io.doula.Doula"));
    return command;
  }

  private void awaitPort(Process process, int port) throws IOException, InterruptedException {
    boolean up = Patience.until(START, () -> !process.isAlive() || Ports.answers(port));
    if (!up || !process.isAlive()) {
      throw new IOException("a web role did not start; see the logs in " + children.folder());
    }
  }

  private void must(String name, List<String> command) throws IOException, InterruptedException {
    Process process = children.start(name, with(Map.of()), command);
    if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IOException(
          "%s failed:%n%s"
              .formatted(name, Files.readString(children.folder().resolve(name + ".log"))));
    }
  }

  private Map<String, String> with(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(settings);
    environment.putAll(more);
    return environment;
  }
}
