package io.doula.functions.local;

import io.doula.functions.local.Template.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * EventBridge's rules and what follows them: Lambda's queue for events that nobody waits for, which
 * tries a failed one again after one minute and two, and then leaves it where OnFailure says. A
 * rule's own RetryPolicy is for when Lambda can't be reached, which can't happen here.
 */
final class Schedules implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(4, daemon());
  private final Map<String, Runnable> rules = new ConcurrentHashMap<>();
  private final Queues queues;
  private final Clock clock;
  private final Duration firstPause;
  private final Consumer<String> log;

  /**
   * @param firstPause before a failed event is tried again; each further pause is twice as long
   */
  Schedules(Queues queues, Clock clock, Duration firstPause, Consumer<String> log) {
    this.queues = queues;
    this.clock = clock;
    this.firstPause = firstPause;
    this.log = log;
  }

  /** From now on the function runs when the event's schedule says. */
  void add(Event event, LambdaFunction function, Map<String, Object> invokeConfig) {
    Schedule schedule = Schedule.of(event.properties().get("Schedule").toString());
    Runnable fire =
        () -> {
          Instant now = clock.instant();
          byte[] input = input(event, now);
          timer.execute(() -> attempt(function, invokeConfig, input, now, 1));
        };
    rules.put(event.function() + "." + event.name(), fire);
    if (isEnabled(event)) {
      next(schedule, clock.instant(), fire);
    }
  }

  /** Fires a rule now, whatever its schedule says; the name is FUNCTION.EVENT. */
  void trigger(String rule) {
    rules.get(rule).run();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private static boolean isEnabled(Event event) {
    return !"false".equals(String.valueOf(event.properties().get("Enabled")))
        && !"DISABLED".equals(event.properties().get("State"));
  }

  private void next(Schedule schedule, Instant last, Runnable fire) {
    Instant at = schedule.after(last);
    timer.schedule(
        () -> {
          fire.run();
          next(schedule, at, fire);
        },
        Duration.between(clock.instant(), at).toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** The rule's Input stands in place of the event. */
  private static byte[] input(Event event, Instant now) {
    Object input = event.properties().get("Input");
    if (input != null) {
      return input.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
    Map<String, Object> scheduled = new LinkedHashMap<>();
    scheduled.put("version", "0");
    scheduled.put("id", UUID.randomUUID().toString());
    scheduled.put("detail-type", "Scheduled Event");
    scheduled.put("source", "aws.events");
    scheduled.put("account", Intrinsics.ACCOUNT);
    scheduled.put("time", now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString());
    scheduled.put("region", Intrinsics.REGION);
    scheduled.put(
        "resources", List.of(Physical.arn("events", "rule/" + event.function() + event.name())));
    scheduled.put("detail", Map.of());
    return JSON.writeValueAsBytes(scheduled);
  }

  private void attempt(
      LambdaFunction function, Map<String, Object> config, byte[] input, Instant begun, int tries) {
    try {
      Answer answer = function.invoke(input);
      if (!answer.failed()) {
        return;
      }
      Duration pause = firstPause.multipliedBy(1L << (tries - 1));
      long retries = number(config, "MaximumRetryAttempts", 2);
      long age = number(config, "MaximumEventAgeInSeconds", 21_600);
      boolean tooOld = clock.instant().plus(pause).isAfter(begun.plusSeconds(age));
      if (tries <= retries && !tooOld) {
        timer.schedule(
            () -> attempt(function, config, input, begun, tries + 1),
            pause.toMillis(),
            TimeUnit.MILLISECONDS);
      } else {
        giveUp(function, config, input, answer, tries, tooOld);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void giveUp(
      LambdaFunction function,
      Map<String, Object> config,
      byte[] input,
      Answer answer,
      int tries,
      boolean tooOld) {
    String name = function.settings().name();
    log.accept("[" + name + "] gave an event up after " + tries + " attempts");
    Object destination =
        Template.map(Template.map(config.get("DestinationConfig")).get("OnFailure"))
            .get("Destination");
    if (destination == null) {
      return;
    }
    String message =
        JSON.writeValueAsString(
            Map.of(
                "version",
                "1.0",
                "timestamp",
                clock.instant().toString(),
                "requestContext",
                Map.of(
                    "functionArn",
                    function.settings().arn(),
                    "condition",
                    tooOld ? "EventAgeExceeded" : "RetriesExhausted",
                    "approximateInvokeCount",
                    tries),
                "requestPayload",
                JSON.readTree(input),
                "responsePayload",
                JSON.readTree(answer.payload())));
    queues
        .client()
        .sendMessage(
            request ->
                request
                    .queueUrl(queues.urlOf(Physical.idIn(destination.toString())))
                    .messageBody(message));
  }

  private static long number(Map<String, Object> config, String name, long otherwise) {
    return Long.parseLong(config.getOrDefault(name, otherwise).toString());
  }

  private static java.util.concurrent.ThreadFactory daemon() {
    return task -> {
      Thread thread = new Thread(task, "schedules");
      thread.setDaemon(true);
      return thread;
    };
  }
}
