package io.doula.channel;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The open connections to the relay. As many are open as mails are under way at once; the one that
 * rested shortest is used first, the others are closed after a while.
 */
class MailRelays implements AutoCloseable {
  private static final int MOST_IDLE = 16;
  private static final int MAILS_PER_CONNECTION = 100;

  private record Idle(MailRelay relay, long since) {}

  private final MailServer server;
  private final Duration longestIdle;
  private final Deque<Idle> idle = new ConcurrentLinkedDeque<>();
  private final ScheduledExecutorService cleaner =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "mail-idle");
            thread.setDaemon(true);
            return thread;
          });
  private final ScheduledFuture<?> cleaning;

  MailRelays(MailServer server, Duration longestIdle) {
    this.server = server;
    this.longestIdle = longestIdle;
    long millis = longestIdle.toMillis();
    this.cleaning =
        cleaner.scheduleWithFixedDelay(this::closeIdle, millis, millis, TimeUnit.MILLISECONDS);
  }

  /**
   * Hands a mail over through one of them. A connection that saw anything but success is not used
   * again.
   */
  void hand(MimeMessage mail, Address to, MailHandover handover) throws MessagingException {
    MailRelay relay = take();
    boolean good = false;
    try {
      relay.hand(mail, to, handover);
      good = handover.letGo() && relay.mails() < MAILS_PER_CONNECTION;
    } finally {
      if (good && idle.size() < MOST_IDLE && !cleaner.isShutdown()) {
        idle.push(new Idle(relay, System.nanoTime()));
      } else {
        relay.quit();
      }
    }
  }

  private MailRelay take() {
    Idle open = idle.poll();
    return open == null ? MailRelay.to(server) : open.relay();
  }

  private void closeIdle() {
    long now = System.nanoTime();
    List<Idle> old = new ArrayList<>(idle);
    old.removeIf(connection -> now - connection.since() < longestIdle.toNanos());
    old.stream().filter(idle::remove).forEach(connection -> connection.relay().quit());
  }

  @Override
  public void close() {
    cleaning.cancel(false);
    cleaner.shutdown();
    for (Idle open = idle.poll(); open != null; open = idle.poll()) {
      open.relay().quit();
    }
  }
}
