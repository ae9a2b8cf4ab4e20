package io.doula.reminder;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.Environment;

/**
 * How the delivery loop is paced.
 *
 * @param tick how often beat and worker look for work ({@code DOULA_TICK})
 * @param lease how long a claim holds ({@code DOULA_LEASE})
 * @param sendTimeout deadline of one provider call ({@code DOULA_SEND_TIMEOUT}); it lies inside the
 *     lease, because a call that outlives its claim could be repeated by another worker
 * @param receiptWait how long an unclear send waits for its receipt ({@code DOULA_RECEIPT_WAIT})
 * @param senders how many messages one worker hands over at once on each channel ({@code
 *     DOULA_SENDERS})
 * @param guardUntil after a restore: what fell due before this instant is held ({@code
 *     DOULA_GUARD_UNTIL}); null in ordinary times
 */
record DeliverySettings(
    Duration tick,
    Duration lease,
    Duration sendTimeout,
    Duration receiptWait,
    int senders,
    @Nullable Instant guardUntil) {

  /** How many messages are claimed together: they are handed over at once and marked together. */
  static final int BATCH = 32;

  /** A call that has not begun so long after its claim is not made under it. */
  private static final Duration LONGEST_WINDOW = Duration.ofSeconds(5);

  private static final int MOST_SENDERS = 1024;

  DeliverySettings {
    refuseUnless(isPositive(tick), "DOULA_TICK must be a positive duration such as PT15S");
    refuseUnless(
        isPositive(sendTimeout), "DOULA_SEND_TIMEOUT must be a positive duration such as PT10S");
    refuseUnless(
        sendTimeout.compareTo(lease) < 0,
        "DOULA_SEND_TIMEOUT (%s) must be below DOULA_LEASE (%s)".formatted(sendTimeout, lease));
    // Without a wait every receipt would come too late, and what it was to tell be sent again.
    refuseUnless(
        isPositive(receiptWait), "DOULA_RECEIPT_WAIT must be a positive duration such as PT15M");
    refuseUnless(
        senders >= 1 && senders <= MOST_SENDERS,
        "DOULA_SENDERS must be a number from 1 to " + MOST_SENDERS);
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }

  private static void refuseUnless(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  /**
   * @throws IllegalStateException naming the setting that can't be
   */
  static DeliverySettings of(Environment environment) {
    return new DeliverySettings(
        read(
            environment,
            "DOULA_TICK",
            "PT15S",
            DeliverySettings::duration,
            "a duration such as PT15S"),
        read(
            environment,
            "DOULA_LEASE",
            "PT30S",
            DeliverySettings::duration,
            "a duration such as PT30S"),
        read(
            environment,
            "DOULA_SEND_TIMEOUT",
            "PT10S",
            DeliverySettings::duration,
            "a duration such as PT10S"),
        read(
            environment,
            "DOULA_RECEIPT_WAIT",
            "PT15M",
            DeliverySettings::duration,
            "a duration such as PT15M"),
        read(environment, "DOULA_SENDERS", "96", Integer::parseInt, "a number such as 96"),
        instant(environment, "DOULA_GUARD_UNTIL"));
  }

  private static @Nullable Instant instant(Environment environment, String name) {
    return given(environment, name).isEmpty()
        ? null
        : read(
            environment,
            name,
            "",
            text -> OffsetDateTime.parse(text).toInstant(),
            "an instant such as 2026-03-12T06:00:00Z");
  }

  /** A bare number says no unit, and is refused. */
  private static Duration duration(String text) {
    if (text.matches("[+-]?[0-9]+")) {
      throw new IllegalArgumentException("no unit");
    }
    return DurationStyle.detectAndParse(text);
  }

  private static <T> T read(
      Environment environment,
      String name,
      String usual,
      Function<String, T> parse,
      String wanted) {
    String text = given(environment, name).orElse(usual);
    try {
      return parse.apply(text);
    } catch (DateTimeParseException | IllegalArgumentException e) {
      throw new IllegalStateException("%s must be %s, not %s".formatted(name, wanted, text), e);
    }
  }

  private static Optional<String> given(Environment environment, String name) {
    return Optional.ofNullable(environment.getProperty(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /** How long after its claim a call may begin: it ends within the lease then. */
  Duration window() {
    Duration rest = lease.minus(sendTimeout);
    return rest.compareTo(LONGEST_WINDOW) < 0 ? rest : LONGEST_WINDOW;
  }

  /** How many batches of one channel are under way at once. */
  int lanes() {
    return parts(senders, BATCH);
  }

  /**
   * The same where claims of a channel take turns and each waits for its bucket to fill: enough to
   * keep to the rate with a provider that takes a second for each call, and two more.
   */
  int lanes(int ratePerSecond) {
    if (ratePerSecond == 0) {
      return lanes();
    }
    int batch = Math.min(BATCH, Rates.bucket(ratePerSecond));
    return Math.min(parts(senders, batch), parts(ratePerSecond, batch) + 2);
  }

  private static int parts(int whole, int part) {
    return (whole + part - 1) / part;
  }

  /** After so long nothing that was claimed before is still being handed over. */
  Duration handover() {
    return window().plus(sendTimeout);
  }
}
