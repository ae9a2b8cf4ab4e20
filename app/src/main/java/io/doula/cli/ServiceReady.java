package io.doula.cli;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Tells systemd that all roles run, where systemd started the program and wants to know ({@code
 * Type=notify}). Java knows no datagrams on unix sockets, so systemd's own program says it.
 */
class ServiceReady implements ApplicationListener<ApplicationReadyEvent> {
  private static final Logger log = LoggerFactory.getLogger(ServiceReady.class);
  private static final int PATIENCE_SECONDS = 20;

  private final Map<String, String> environment;

  ServiceReady(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public void onApplicationEvent(ApplicationReadyEvent ready) {
    if (!environment.getOrDefault("NOTIFY_SOCKET", "").isEmpty()) {
      tell();
    }
  }

  /** Whoever waits for it in vain ends the program, and its log says why. */
  private static void tell() {
    try {
      Process notice = new ProcessBuilder("systemd-notify", "--ready").inheritIO().start();
      if (!notice.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || notice.exitValue() != 0) {
        log.error("systemd-notify failed: systemd does not know that the program is ready");
      }
    } catch (IOException e) {
      log.error("systemd-notify can't be run: systemd does not know that the program is ready");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
