package io.doula.local;

import io.doula.core.CannotStart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts PostgreSQL and Redis before the program and tells it where they are. They stop after the
 * program has stopped: Spring runs its shutdown handlers when every context is closed.
 */
public class EmbeddedParts
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private final LocalFolder folder;

  public EmbeddedParts(LocalFolder folder) {
    this.folder = folder;
  }

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    refuseTakenPort(context.getEnvironment().getProperty("server.port", Integer.class, 8080));
    stopWhenTheStarterIsGone();
    Leftovers.stop(folder.resolve("programs"));

    Map<String, Object> settings = new HashMap<>();
    LocalPostgres postgres = LocalPostgres.start(folder);
    SpringApplication.getShutdownHandlers().add(postgres::stop);
    postgres.ifItEnds(this::endToo);
    settings.put("spring.datasource.url", postgres.url());
    settings.put("spring.datasource.username", "doula");
    settings.put("spring.datasource.password", "");
    settings.putAll(redis());
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("embedded parts", settings));
    ((GenericApplicationContext) context).registerBean(DemoClinics.class);
  }

  /**
   * Nothing works without it, and the next start recovers what was committed. Said last, below what
   * the rest of the program says while it stops.
   */
  private void endToo() {
    SpringApplication.getShutdownHandlers()
        .add(
            () ->
                System.err.println(
                    "PostgreSQL has ended (its log: %s), and Doula with it. Start again: what was recorded is still there."
                        .formatted(folder.resolve("postgres.log"))));
    System.exit(1);
  }

  private Map<String, String> redis() {
    return LocalRedis.start(folder)
        .map(
            redis -> {
              SpringApplication.getShutdownHandlers().add(redis::stop);
              return Map.of("REDIS_URL", redis.url(), "DOULA_QUEUE", "redis");
            })
        .orElseGet(
            () -> {
              System.out.println(
                  "Redis did not start (its log is %s); workers look into PostgreSQL instead."
                      .formatted(folder.resolve("redis.log")));
              return Map.of("DOULA_QUEUE", "none");
            });
  }

  /** Before anything is started: the answer to a second start should take a second. */
  private static void refuseTakenPort(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new CannotStart(
          "Port %d is taken. Stop the program that listens there, or choose another: SERVER_PORT=8081 mvn ..."
              .formatted(port));
    }
  }

  /**
   * With Maven killed nobody could stop this program from its terminal any more, and it would hold
   * the port.
   */
  private static void stopWhenTheStarterIsGone() {
    ProcessHandle.current()
        .parent()
        .filter(parent -> parent.pid() > 1)
        .ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(1)));
  }
}
