package io.doula.classic;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.doula.testing.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A host with Doula on it, in a folder: the shipped unit files started by a stand-in for systemctl,
 * their command lines and settings unchanged but for the folder before every path.
 */
final class Host implements AutoCloseable {
  static final Path CLONE = Path.of("..").toAbsolutePath().normalize();
  static final Path JAR = CLONE.resolve("app/target/doula.jar");
  static final String PASSWORD = "a password for tests";

  private static final Duration PATIENCE = Duration.ofMinutes(8);

  private final Path folder;
  private final Path state;
  private final String database;
  private final boolean own;
  private final List<Process> others = new ArrayList<>();

  private Host(Path folder, boolean own, String database) {
    this.own = own;
    this.folder = folder;
    this.state = folder.resolve("state");
    this.database = database;
  }

  /** A new one. The path is short, because a socket's has to be. */
  static Host alone(String database) throws IOException {
    return make(Files.createTempDirectory("doula"), true, database);
  }

  /**
   * One that is there already, with an Nginx.
   *
   * @param database name of a database of its own
   */
  static Host in(Path folder, String database) throws IOException {
    return make(folder, false, database);
  }

  private static Host make(Path folder, boolean own, String database) throws IOException {
    for (String program : List.of("bash", "curl", "setsid", "flock")) {
      assumeTrue(has(program), "SKIPPED: there is no " + program + " here, so no release is tried");
    }
    Host host = new Host(folder, own, EmbeddedDatabase.url(database));
    for (String path : List.of("state/bin", "etc/doula", "opt/doula", "run/doula")) {
      Files.createDirectories(host.folder.resolve(path));
    }
    Path stand = host.state.resolve("bin/systemctl");
    Files.copy(Path.of("src/test/resources/classic/systemctl"), stand);
    Path notify = host.state.resolve("bin/systemd-notify");
    Files.writeString(notify, "#!/bin/sh\n[ \"$1\" = --ready ] && touch \"$NOTIFY_SOCKET\"\n");
    for (Path program : List.of(stand, notify)) {
      program.toFile().setExecutable(true);
    }
    return host;
  }

  /** Whether a program is there to be called. */
  static boolean has(String program) {
    return Stream.of((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":"))
        .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
  }

  Path path(String path) {
    return folder.resolve(path.substring(1));
  }

  /** Writes /etc/doula/.env: what every host needs, and these, of which the last wins. */
  void settings(Map<String, String> more) throws IOException {
    StringBuilder lines = new StringBuilder();
    lines.append("SPRING_DATASOURCE_URL=").append(database).append('\n');
    lines.append("SPRING_DATASOURCE_USERNAME=doula\nSPRING_DATASOURCE_PASSWORD=any\n");
    lines.append("DOULA_SECRET_KEY=a key for tests only, 32 characters or more\n");
    lines.append("DOULA_ADMIN_PASSWORD=").append(PASSWORD).append('\n');
    more.forEach((name, value) -> lines.append(name).append('=').append(value).append('\n'));
    Files.writeString(path("/etc/doula/.env"), lines.toString());
  }

  /** Its tables, for who sees everything. */
  JdbcClient jdbc() {
    return JdbcClient.create(
        new DriverManagerDataSource(database.replace("user=doula", "user=postgres")));
  }

  /** How a command ended, and what it said. */
  record Ended(int code, String said) {}

  /** The command under README's heading Release. */
  Ended release() throws IOException, InterruptedException {
    return release("");
  }

  /** The same, killed when it calls systemctl so: {@code start doula-web@a}. */
  Ended release(String killedAt) throws IOException, InterruptedException {
    return run(killedAt, CLONE.resolve("systemd/release").toString(), JAR.toString());
  }

  Ended systemctl(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(state.resolve("bin/systemctl").toString()));
    command.addAll(List.of(arguments));
    return run("", command.toArray(String[]::new));
  }

  /** The release with another Java than the tests'. */
  Ended releaseOn(Path java) throws IOException, InterruptedException {
    return run(
        Map.of("JAVA", java.toString(), "JAVA_TOOL_OPTIONS", ""),
        CLONE.resolve("systemd/release").toString(),
        JAR.toString());
  }

  private Ended run(String killedAt, String... command) throws IOException, InterruptedException {
    return run(Map.of("KILL_AT", killedAt), command);
  }

  private Ended run(Map<String, String> more, String... command)
      throws IOException, InterruptedException {
    Path said = Files.createTempFile(state, "said", ".txt");
    Process process = start(said, more, command);
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("it did not end: " + Files.readString(said));
    }
    return new Ended(process.exitValue(), Files.readString(said));
  }

  private Process start(Path said, Map<String, String> more, String... command) throws IOException {
    ProcessBuilder call = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = call.environment();
    environment.keySet().removeIf(name -> name.matches("(SPRING|DOULA|REDIS|SERVER)_.*"));
    String java = System.getProperty("java.home");
    environment.putAll(
        Map.of(
            "DOULA_STAGE", folder.toString(),
            "DOULA_USER", System.getProperty("user.name"),
            "SYSTEMCTL", state.resolve("bin/systemctl").toString(),
            "JAVA", java + "/bin/java",
            "JAVA_HOME", java,
            // many short starts: no thorough compiling
            "JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -Xshare:auto",
            "STAGE", folder.toString(),
            "STATE", state.toString(),
            "UNITS", CLONE.resolve("systemd").toString()));
    environment.putAll(more);
    Process process = call.redirectOutput(said.toFile()).start();
    process.getOutputStream().close();
    return process;
  }

  /** Starts something that runs until this host is closed. */
  Process run(Path log, String... command) throws IOException {
    Process process = start(log, Map.of(), command);
    others.add(process);
    return process;
  }

  /** The process of a unit, such as {@code doula-web@a}; 0 while it does not run. */
  long pid(String unit) throws IOException {
    Path file = state.resolve(unit + ".pid");
    if (!Files.exists(file)) {
      return 0;
    }
    long pid = Long.parseLong(Files.readString(file).strip());
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent() ? pid : 0;
  }

  String log(String unit) throws IOException {
    return Files.readString(state.resolve(unit + ".log"));
  }

  /** The units that did not end within 25 seconds when they were told to. */
  boolean hadToKill() {
    return Files.exists(state.resolve("killed"));
  }

  /** Ends all that runs here, and keeps its logs under target/classic. */
  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.list(state)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".pid")).toList()) {
        String unit = file.getFileName().toString().replace(".pid", "");
        ProcessHandle.of(pid(unit)).ifPresent(Host::end);
      }
    }
    for (Process other : others) {
      other.descendants().forEach(Host::end);
      end(other.toHandle());
    }
    keepLogs();
    if (own) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private void keepLogs() throws IOException {
    Path kept = Files.createDirectories(Path.of("target/classic", folder.getFileName().toString()));
    try (Stream<Path> files = Files.list(state)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, kept.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void end(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
