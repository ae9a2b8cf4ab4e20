package io.doula.classic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The real Nginx with the files as they are shipped; only their folders, ports and certificate are
 * the test's own. The rest of its configuration is like Debian's and Amazon Linux's.
 */
public final class Gate implements AutoCloseable {
  public static final String NAME = "doula.example.org";

  private static final Path SHIPPED = Path.of("../nginx");
  private static final Pattern PLACES =
      Pattern.compile("(?<![\\w.])/(etc/(?:nginx|letsencrypt)|run/doula|var/(?:www|log))/");
  private static final Pattern LISTEN = Pattern.compile("listen (80|443|8080)\\b");
  private static final Pattern LISTEN_V6 = Pattern.compile("listen \\[::\\]:[^;]*;");

  public final Path root;
  public final int http;
  public final int https;
  final int behind;
  public final Certificate certificate;
  private final Process nginx;

  private Gate(Path root, List<String> options, UnaryOperator<String> change)
      throws IOException, InterruptedException {
    this.root = root;
    List<Integer> ports = freePorts(3);
    http = ports.get(0);
    https = ports.get(1);
    behind = ports.get(2);
    stage(options, change);
    certificate = Certificate.in(Files.createDirectories(at("etc/letsencrypt/live/doula")));
    nginx = start();
  }

  /** Opens before a program that listens, or will, on {@link #socket}. */
  public static Gate open() {
    return open(List.of(), text -> text);
  }

  /**
   * @param options files of nginx/options to put in their places as well
   * @param change of any file's text, after it was staged
   */
  static Gate open(List<String> options, UnaryOperator<String> change) {
    Assumptions.assumeTrue(
        isInstalled(), "SKIPPED: Nginx is not installed here, so its files are not tried");
    try {
      // not below the build's folder: a socket's path may have 107 bytes
      return new Gate(Files.createTempDirectory("gate"), options, change);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static boolean isInstalled() {
    return command().isPresent();
  }

  private static java.util.Optional<Path> command() {
    return Stream.concat(
            Stream.of(System.getenv().getOrDefault("PATH", "").split(":")), Stream.of("/usr/sbin"))
        .map(folder -> Path.of(folder, "nginx"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The socket that the shipped upstream names. */
  public Path socket() {
    return at("run/doula/web-a.sock");
  }

  public Path staticFiles() {
    return at("var/www/doula/static");
  }

  Path challenges() {
    return at("var/www/letsencrypt/.well-known/acme-challenge");
  }

  /** Fills {@link #staticFiles} as the shipped script does. */
  public void unpackStatic() throws IOException, InterruptedException {
    Process unpack =
        new ProcessBuilder(
                "../nginx/unpack-static", RunningJar.JAR.toString(), staticFiles().toString())
            .inheritIO()
            .start();
    if (!unpack.waitFor(120, TimeUnit.SECONDS) || unpack.exitValue() != 0) {
      unpack.destroyForcibly();
      throw new IOException("unpack-static did not end well");
    }
  }

  /** All that Nginx has logged so far, wherever. */
  String logs() {
    try (Stream<Path> logs = Files.list(at("var/log/nginx"))) {
      StringBuilder all = new StringBuilder();
      for (Path log : logs.toList()) {
        all.append(Files.readString(log));
      }
      return all.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path at(String path) {
    return root.resolve(path);
  }

  private void stage(List<String> options, UnaryOperator<String> change) throws IOException {
    for (String folder : List.of("run/doula", "var/log/nginx", "tmp")) {
      Files.createDirectories(at(folder));
    }
    Files.createDirectories(staticFiles());
    Files.createDirectories(challenges());
    for (String folder : List.of("conf.d", "doula")) {
      try (Stream<Path> files = Files.list(SHIPPED.resolve(folder))) {
        for (Path file : files.toList()) {
          stage(file, at("etc/nginx/" + folder), change);
        }
      }
    }
    for (String option : options) {
      String folder = option.equals("backend.conf") ? "doula" : "conf.d";
      stage(SHIPPED.resolve("options").resolve(option), at("etc/nginx/" + folder), change);
    }
    Files.writeString(at("etc/nginx/nginx.conf"), rest());
  }

  private void stage(Path file, Path folder, UnaryOperator<String> change) throws IOException {
    Files.createDirectories(folder);
    String text = Files.readString(file);
    String placed = PLACES.matcher(text).replaceAll(Matcher.quoteReplacement(root + "/") + "$1/");
    String there =
        LISTEN
            .matcher(LISTEN_V6.matcher(placed).replaceAll(""))
            .replaceAll(found -> "listen 127.0.0.1:" + port(found.group(1)));
    Files.writeString(folder.resolve(file.getFileName()), change.apply(there));
  }

  private int port(String shipped) {
    return shipped.equals("80") ? http : shipped.equals("443") ? https : behind;
  }

  /** What the distributions set before they include ours; some of it must not shine through. */
  private String rest() {
    return """
        %s
        daemon off;
        worker_processes 1;
        pid ROOT/run/nginx.pid;
        error_log ROOT/var/log/nginx/error.log warn;
        events { worker_connections 1024; }
        http {
          include /etc/nginx/mime.types;
          default_type application/octet-stream;
          sendfile on;
          tcp_nopush on;
          keepalive_timeout 65;
          types_hash_max_size 4096;
          ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;
          ssl_prefer_server_ciphers on;
          log_format main '$remote_addr - $remote_user [$time_local] "$request" $status';
          access_log ROOT/var/log/nginx/access.log main;
          gzip on;
          client_body_temp_path ROOT/tmp/body;
          proxy_temp_path ROOT/tmp/proxy;
          fastcgi_temp_path ROOT/tmp/fastcgi;
          uwsgi_temp_path ROOT/tmp/uwsgi;
          scgi_temp_path ROOT/tmp/scgi;
          include ROOT/etc/nginx/conf.d/*.conf;
        }
        """
        .formatted(System.getProperty("user.name").equals("root") ? "user root;" : "")
        .replace("ROOT", root.toString());
  }

  private Process start() throws IOException, InterruptedException {
    nginx("-t");
    Process process = call();
    for (int i = 0; i < 600; i++) {
      if (!process.isAlive()) {
        throw new IOException("Nginx ended: " + Files.readString(at("said.txt")) + logs());
      }
      try {
        new java.net.Socket("127.0.0.1", http).close();
        return process;
      } catch (java.net.ConnectException notYet) {
        Thread.sleep(50);
      }
    }
    process.destroyForcibly();
    throw new IOException("Nginx does not listen: " + logs());
  }

  /** Calls nginx for a short while, such as with {@code -s reload}; fails when it does. */
  void nginx(String... arguments) throws IOException, InterruptedException {
    Process process = call(arguments);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("Nginx refuses: " + Files.readString(at("said.txt")));
    }
  }

  private Process call(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(command().orElseThrow().toString());
    command.addAll(List.of("-c", at("etc/nginx/nginx.conf").toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(at("said.txt").toFile())
        .start();
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket port : held) {
        port.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    nginx.destroy();
    nginx
        .onExit()
        .orTimeout(20, TimeUnit.SECONDS)
        .exceptionally(e -> nginx.destroyForcibly())
        .join();
    try (Stream<Path> files = Files.walk(root)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
