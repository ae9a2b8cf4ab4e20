package io.doula.functions.local;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.scheduling.support.CronExpression;

/** EventBridge's rate(…) and cron(…), in UTC. */
final class Schedule {
  private static final Pattern RATE = Pattern.compile("rate\\((\\d+) (minute|hour|day)s?\\)");
  private static final Pattern CRON =
      Pattern.compile("cron\\((\\S+ \\S+ \\S+ \\S+) (\\S+) (\\S+)\\)");

  /** A day of the week by its number, but not a step or the place in a month. */
  private static final Pattern DAY = Pattern.compile("(?<![#/\\d])[1-7]");

  private final Duration rate;
  private final CronExpression cron;

  private Schedule(Duration rate, CronExpression cron) {
    this.rate = rate;
    this.cron = cron;
  }

  /**
   * @throws UnknownFeature for what is neither, and for a cron that names years
   */
  static Schedule of(String expression) {
    Matcher rate = RATE.matcher(expression);
    if (rate.matches()) {
      long number = Long.parseLong(rate.group(1));
      return new Schedule(
          switch (rate.group(2)) {
            case "minute" -> Duration.ofMinutes(number);
            case "hour" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
          },
          null);
    }
    Matcher cron = CRON.matcher(expression);
    if (!cron.matches() || !cron.group(3).equals("*")) {
      throw new UnknownFeature("a schedule", expression);
    }
    // EventBridge's week begins with SUN as 1, Spring's with SUN as 0
    String days =
        DAY.matcher(cron.group(2).toUpperCase(Locale.ROOT))
            .replaceAll(day -> "" + (Integer.parseInt(day.group()) - 1));
    return new Schedule(null, CronExpression.parse("0 " + cron.group(1) + " " + days));
  }

  /** The first time after this one; a rate counts from the time given. */
  Instant after(Instant time) {
    return rate != null ? time.plus(rate) : cron.next(time.atZone(ZoneOffset.UTC)).toInstant();
  }
}
