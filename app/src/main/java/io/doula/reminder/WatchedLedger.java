package io.doula.reminder;

import io.doula.channel.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** A ledger whose claims and closings are measured, logged and seen by those who watch. */
final class WatchedLedger implements Ledger {
  private static final Logger log = LoggerFactory.getLogger(WatchedLedger.class);

  private final Ledger ledger;
  private final Measures measures;
  private final Pulse pulse;

  WatchedLedger(Ledger ledger, Measures measures, Pulse pulse) {
    this.ledger = ledger;
    this.measures = measures;
    this.pulse = pulse;
  }

  @Override
  public Batch claim(String channel, int limit, Instant now) {
    long start = System.nanoTime();
    Batch batch = ledger.claim(channel, limit, now);
    measures.claim(channel).record(Duration.ofNanos(System.nanoTime() - start));
    if (batch.claimed() > 0) {
      pulse.beat(channel, now);
    }
    return batch;
  }

  @Override
  public int close(List<Closing> closings) {
    int written = ledger.close(closings);
    closings.forEach(this::ended);
    return written;
  }

  private void ended(Closing closing) {
    Course course = closing.intent().course();
    Outcome outcome = closing.outcome();
    measures.ended(course.channel(), outcome.kind());
    log.atLevel(level(outcome.kind()))
        .addKeyValue("reminder", closing.intent().reminderId())
        .addKeyValue("attempt", closing.intent().number())
        .addKeyValue("channel", course.channel())
        .addKeyValue("outcome", outcome.kind())
        .addKeyValue("detail", outcome.detail())
        .log("attempt ended");
  }

  /**
   * A million accepted ones would bury the others, and each stands in the table; an unclear one is
   * somebody's work.
   */
  private static Level level(Outcome.Kind outcome) {
    return switch (outcome) {
      case ACCEPTED -> Level.DEBUG;
      case REFUSED, UNREACHABLE, REJECTED, BLOCKED, STOPPED -> Level.INFO;
      case UNKNOWN -> Level.WARN;
    };
  }

  @Override
  public int reroute(List<String> channels, Instant dueBefore, int limit, Instant now) {
    return ledger.reroute(channels, dueBefore, limit, now);
  }

  @Override
  public List<Intent> takeLapsed(int limit, Instant now) {
    return ledger.takeLapsed(limit, now);
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
