package io.doula.reminder;

import io.doula.Doula;
import io.doula.channel.Channel;
import io.doula.channel.Outcome;
import io.doula.channel.Outgoing;
import io.doula.core.Sight;
import io.doula.testing.EmbeddedDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A worker in a process of its own, to be killed. It says {@code ready}, reads the time from its
 * input, and delivers all that is due at that time; where a moment was named, it ends there as by
 * {@code kill -9}.
 */
final class DyingWorker {
  private static final String READY = "ready";

  private final Process process;

  private DyingWorker(Process process) {
    this.process = process;
  }

  /** Moments of a round, in their order. */
  enum Moment {
    BEFORE_CLAIM,
    AFTER_CLAIM,
    BEFORE_SEND,
    AFTER_SEND,
    BEFORE_MARK,
    AFTER_MARK
  }

  /** Starts one that lives until it is killed; it is not ready yet. */
  static DyingWorker start() throws IOException {
    return start("");
  }

  /** Starts one that ends at this moment of its first batch. */
  static DyingWorker endingAt(Moment moment) throws IOException {
    return start(moment.name());
  }

  private static DyingWorker start(String moment) throws IOException {
    ProcessBuilder java =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            DyingWorker.class.getName(),
            moment);
    java.environment().put("SPRING_DATASOURCE_URL", EmbeddedDatabase.url("doula"));
    java.environment().put("SPRING_DATASOURCE_USERNAME", EmbeddedDatabase.OWNER);
    java.environment().put("SPRING_DATASOURCE_PASSWORD", "any");
    return new DyingWorker(java.redirectErrorStream(true).start());
  }

  /** Waits until it is ready, then lets it work. */
  void deliver(Instant now) throws IOException {
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = said.readLine(); !READY.equals(line); line = said.readLine()) {
      if (line == null) {
        throw new IOException("the worker ended before it was ready");
      }
    }
    process.getOutputStream().write((now + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Waits until it has ended by itself; 9 when it ended at its moment. */
  int awaitEnd() throws InterruptedException {
    return process.waitFor();
  }

  /** As {@code kill -9}. True when it was still at work. */
  boolean kill() throws InterruptedException {
    boolean working = process.isAlive();
    process.destroyForcibly().waitFor();
    return working;
  }

  public static void main(String[] args) throws IOException {
    try (ConfigurableApplicationContext doula =
        new SpringApplicationBuilder(Doula.class, CountingPhone.class)
            .web(WebApplicationType.NONE)
            .properties(
                List.of(
                        "DOULA_ROLES=web",
                        "DOULA_SECRET_KEY=a key for tests only, thirty-two characters or more",
                        "spring.main.lazy-initialization=true",
                        "spring.flyway.enabled=false",
                        "logging.level.root=error")
                    .toArray(String[]::new))
            .run()) {
      Delivery delivery =
          args[0].isEmpty()
              ? doula.getBean(Delivery.class)
              : endingAt(Moment.valueOf(args[0]), doula);
      System.out.println(READY);
      Instant now =
          Instant.parse(
              new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                  .readLine());
      Sight.ALL.run(
          () -> {
            while (delivery.deliverDue(now) > 0) {
              // batch after batch, until it is killed
            }
          });
    }
  }

  private static Delivery endingAt(Moment moment, ConfigurableApplicationContext doula) {
    Channel phone = doula.getBean(CountingPhone.class);
    return new Delivery(
        new EndingLedger(doula.getBean(Ledger.class), moment),
        new Channels(List.of(new EndingPhone(phone, moment))),
        doula.getBean(DeliverySettings.class),
        Runnable::run,
        Line.BREAKER);
  }

  private static void endAt(Moment moment, Moment chosen) {
    if (moment == chosen) {
      Runtime.getRuntime().halt(9);
    }
  }

  private record EndingPhone(Channel phone, Moment chosen) implements Channel {
    @Override
    public String name() {
      return phone.name();
    }

    @Override
    public boolean sendsReceipts() {
      return phone.sendsReceipts();
    }

    @Override
    public int ratePerSecond() {
      return phone.ratePerSecond();
    }

    @Override
    public Outcome send(Outgoing message, Duration deadline) {
      endAt(Moment.BEFORE_SEND, chosen);
      Outcome outcome = phone.send(message, deadline);
      endAt(Moment.AFTER_SEND, chosen);
      return outcome;
    }

    @Override
    public Optional<Outcome> find(long reminderId, int number) {
      return phone.find(reminderId, number);
    }
  }

  private record EndingLedger(Ledger ledger, Moment chosen) implements Ledger {
    @Override
    public Batch claim(String channel, int limit, Instant now) {
      endAt(Moment.BEFORE_CLAIM, chosen);
      Batch batch = ledger.claim(channel, limit, now);
      endAt(Moment.AFTER_CLAIM, chosen);
      return batch;
    }

    @Override
    public int reroute(List<String> channels, Instant dueBefore, int limit, Instant now) {
      return ledger.reroute(channels, dueBefore, limit, now);
    }

    @Override
    public int close(List<Closing> closings) {
      endAt(Moment.BEFORE_MARK, chosen);
      int written = ledger.close(closings);
      endAt(Moment.AFTER_MARK, chosen);
      return written;
    }

    @Override
    public List<Intent> takeLapsed(int limit, Instant now) {
      return List.of();
    }

    @Override
    public int endWaits(int limit, Instant now) {
      return ledger.endWaits(limit, now);
    }

    @Override
    public int expire(int limit, Instant now) {
      return ledger.expire(limit, now);
    }
  }
}
