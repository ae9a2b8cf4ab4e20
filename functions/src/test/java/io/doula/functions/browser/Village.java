package io.doula.functions.browser;

import io.doula.classic.Gate;
import io.doula.classic.RunningJar;
import io.doula.functions.contract.Databases;
import io.doula.functions.contract.Function;
import io.doula.functions.contract.Settings;
import io.doula.functions.contract.Tomcat;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Both ways in, open, each with a database of its own in which the same people live. */
final class Village implements AutoCloseable {
  private static final Path FOLDER = Path.of("target/browser").toAbsolutePath();

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Map<Way, Entrance> entrances = new EnumMap<>(Way.class);
  private final Databases databases;
  private final Chromium chromium;
  private final Gate gate;

  private Village() throws Exception {
    try {
      Files.createDirectories(FOLDER);
      databases = with(new Databases());
      databases.create("village", "template1");
      Tomcat.migrate(settings("village"), FOLDER);
      databases.create("nginx", "village");
      databases.create("gateway", "village");
      gate = with(Gate.open());
      chromium = with(new Chromium(Map.of(Gate.NAME + ":443", "127.0.0.1:" + gate.https)));
      CompletableFuture<Entrance> byGateway = CompletableFuture.supplyAsync(at(this::openGateway));
      entrances.put(Way.NGINX, openNginx());
      entrances.put(Way.GATEWAY, byGateway.join());
    } catch (Exception | Error e) {
      close();
      throw e;
    }
  }

  /** Takes half a minute on a slow machine. */
  static Village open() throws Exception {
    return new Village();
  }

  Entrance entrance(Way way) {
    return entrances.get(way);
  }

  Chromium chromium() {
    return chromium;
  }

  /** The Nginx before {@link Way#NGINX}. */
  Gate gate() {
    return gate;
  }

  /** Runs a statement in the database behind this entrance. */
  void run(Entrance entrance, String sql) throws SQLException {
    databases.run(entrance.database(), sql);
  }

  private Entrance openNginx() throws Exception {
    gate.unpackStatic();
    Map<String, String> settings = settings("nginx");
    settings.put("DOULA_ROLES", "web");
    settings.put("DOULA_PUBLIC_URL", "https://" + Gate.NAME);
    with(RunningJar.begin(FOLDER, gate.socket(), settings)).ready();
    URI base = URI.create("https://" + Gate.NAME);
    return peopled(new Entrance(Way.NGINX, base, "nginx", Api.behind(gate)));
  }

  private Entrance openGateway() throws Exception {
    Map<String, String> settings = settings("gateway");
    // as io.doula.functions.local.Laptop does: its gateway speaks no TLS
    settings.put("DOULA_PUBLIC_URL", "http://127.0.0.1");
    Function function = with(Function.start(settings, FOLDER));
    return peopled(new Entrance(Way.GATEWAY, function.base(), "gateway", Api.at(function.base())));
  }

  private static Entrance peopled(Entrance entrance) throws Exception {
    entrance.api().signIn("admin", Settings.ADMIN_PASSWORD);
    new People(entrance.api()).settle();
    return entrance;
  }

  private Map<String, String> settings(String database) {
    return Settings.over(databases.url(database));
  }

  private synchronized <T extends AutoCloseable> T with(T part) {
    parts.push(part);
    return part;
  }

  private interface Opening<T> {
    T open() throws Exception;
  }

  private static <T> java.util.function.Supplier<T> at(Opening<T> opening) {
    return () -> {
      try {
        return opening.open();
      } catch (Exception e) {
        throw new CompletionException(e);
      }
    };
  }

  @Override
  public void close() throws IOException {
    IOException notAll = new IOException("a part did not close");
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        notAll.addSuppressed(e);
      }
    }
    if (notAll.getSuppressed().length > 0) {
      throw notAll;
    }
  }
}
