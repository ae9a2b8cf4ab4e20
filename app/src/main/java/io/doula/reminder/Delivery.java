package io.doula.reminder;

import io.doula.channel.Channel;
import io.doula.channel.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Claim, send, mark: each step its own short transaction, none open while a provider is called. */
@Component
public class Delivery implements DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(Delivery.class);

  private final Claims claims;
  private final Marks marks;
  private final DeliverySettings settings;
  private final Map<String, Channel> channels;
  private final ExecutorService senders;

  Delivery(
      Claims claims, Marks marks, DeliverySettings settings, ObjectProvider<Channel> channels) {
    this.claims = claims;
    this.marks = marks;
    this.settings = settings;
    this.channels = channels.stream().collect(Collectors.toMap(Channel::name, Function.identity()));
    AtomicInteger count = new AtomicInteger();
    this.senders =
        Executors.newFixedThreadPool(
            settings.senders(), task -> new Thread(task, "sender-" + count.incrementAndGet()));
  }

  /**
   * Settles what dead workers left open, then claims and sends one batch: as many as can be handed
   * over at once, so that no attempt is open longer than its call.
   *
   * @param now the program's time, read for this claim
   * @return how many reminders were claimed; 0 when nothing is due
   */
  public int deliverDue(Instant now) {
    List<OpenAttempt> lapsed = claims.takeLapsed(now, settings.senders());
    Claims.Batch due = claims.takeDue(now, settings.senders(), channels.keySet());
    inParallel(lapsed.stream().map(attempt -> task(() -> settle(attempt, now))).toList());
    inParallel(due.intents().stream().map(intent -> task(() -> send(intent))).toList());
    return lapsed.size() + due.claimed();
  }

  private void send(Intent intent) {
    long start = System.nanoTime();
    Outcome outcome = handOver(intent);
    Instant now = intent.message().at().plusNanos(System.nanoTime() - start);
    marks.close(intent.reminderId(), intent.number(), intent.epoch(), outcome, now);
  }

  private Outcome handOver(Intent intent) {
    try {
      return Objects.requireNonNull(channels.get(intent.channel()))
          .send(intent.message(), settings.sendTimeout());
    } catch (RuntimeException e) {
      // A channel does not throw; if one does, nobody knows what left the machine.
      log.error(
          "reminder {} attempt {}: {}",
          intent.reminderId(),
          intent.number(),
          e.getClass().getName());
      return Outcome.unknown("the channel failed: " + e.getClass().getSimpleName());
    }
  }

  private void settle(OpenAttempt attempt, Instant now) {
    Channel channel = channels.get(attempt.channel());
    Outcome outcome =
        channel == null
            ? Outcome.unknown("its worker died, and its channel is not set up here")
            : channel
                .find(attempt.reminderId(), attempt.number())
                .orElseGet(() -> Outcome.unknown("its worker died during the attempt"));
    marks.close(attempt.reminderId(), attempt.number(), attempt.epoch(), outcome, now);
  }

  private static Callable<Void> task(Runnable work) {
    return () -> {
      work.run();
      return null;
    };
  }

  /** One that fails stops no other: its lease lapses and it is settled then. */
  private void inParallel(List<Callable<Void>> tasks) {
    if (tasks.isEmpty()) {
      return;
    }
    try {
      for (var done : senders.invokeAll(tasks)) {
        try {
          done.get();
        } catch (java.util.concurrent.ExecutionException e) {
          log.error(
              "an attempt could not be marked, its lease will lapse: {}",
              String.valueOf(e.getCause()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void destroy() {
    senders.shutdown();
  }
}
