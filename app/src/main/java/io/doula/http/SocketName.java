package io.doula.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * The name by which a proxy finds the socket: there once the program can answer, gone before it
 * stops listening. Who comes later finds no name and asks another instance, who came before is
 * still answered; else what has called and was not yet accepted would be cut off.
 */
final class SocketName implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(SocketName.class);

  /** In which what was on its way when the name went has arrived. */
  private static final Duration ARRIVAL = Duration.ofSeconds(1);

  private final @Nullable SocketPath path;
  private final Runnable warmUp;
  private volatile boolean open;

  /**
   * @param path null where a port is listened on
   * @param warmUp what goes before the first caller
   */
  SocketName(@Nullable SocketPath path, Runnable warmUp) {
    this.path = path;
    this.warmUp = warmUp;
  }

  @Override
  public void start() {
    if (path != null) {
      warmUp.run();
      try {
        path.open();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      open = true;
    }
  }

  @Override
  public void stop() {
    open = false;
    if (path != null) {
      try {
        path.close();
        Thread.sleep(ARRIVAL.toMillis());
      } catch (IOException e) {
        log.warn("{} could not be removed: {}", path, e.getClass().getSimpleName());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return open;
  }

  /** After the server listens, and before it begins to refuse. */
  @Override
  public int getPhase() {
    return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;
  }
}
