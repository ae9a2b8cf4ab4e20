package io.doula.classic;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** doula.jar as an instance of doula-web runs it, on a socket. */
public final class RunningJar implements AutoCloseable {
  static final Path JAR = Path.of("../app/target/doula.jar").toAbsolutePath().normalize();

  private final Process process;
  private final Path socket;
  private final Path said;

  private RunningJar(Process process, Path socket, Path said) {
    this.process = process;
    this.socket = socket;
    this.said = said;
  }

  /**
   * Starts it, with these settings and no others, and does not wait.
   *
   * @param folder where it works and its log goes
   */
  public static RunningJar begin(Path folder, Path socket, Map<String, String> settings)
      throws IOException {
    Path said = Files.createTempFile(folder, "said", ".txt");
    ProcessBuilder call =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Ddoula.migrate-at-start=true",
                "-jar",
                JAR.toString())
            .directory(folder.toFile());
    call.environment().keySet().removeIf(name -> name.matches("(SPRING|DOULA|REDIS|SERVER)_.*"));
    call.environment().putAll(settings);
    call.environment().put("DOULA_SOCKET", socket.toString());
    Process process = call.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    return new RunningJar(process, socket, said);
  }

  /** Waits until it answers. */
  public RunningJar ready() throws IOException, InterruptedException {
    for (int i = 0; i < 2400; i++) {
      if (!process.isAlive()) {
        throw new IOException("it ended: " + said());
      }
      if (answers()) {
        return this;
      }
      Thread.sleep(100);
    }
    close();
    throw new IOException("it does not answer: " + said());
  }

  /** The exit code; fails when it does not end. */
  int end() throws IOException, InterruptedException {
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      close();
      throw new IOException("it does not end: " + said());
    }
    return process.exitValue();
  }

  void stop() {
    process.destroy();
  }

  public String said() throws IOException {
    return Files.readString(said);
  }

  private boolean answers() {
    if (!Files.exists(socket)) {
      return false;
    }
    try (SocketChannel call = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      call.connect(UnixDomainSocketAddress.of(socket));
      String request = "GET /health/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      call.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      byte[] answer = Channels.newInputStream(call).readAllBytes();
      return new String(answer, StandardCharsets.UTF_8).startsWith("HTTP/1.1 200");
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Everyone who may call it by the socket. */
  static java.util.Set<java.nio.file.attribute.PosixFilePermission> callers(Path socket)
      throws IOException {
    return Files.getPosixFilePermissions(socket);
  }

  static List<String> addresses(org.springframework.jdbc.core.simple.JdbcClient database) {
    return database.sql("select distinct address from sign_in_failure").query(String.class).list();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
