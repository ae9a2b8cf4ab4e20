package io.doula.reminder;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One reminder whole.
 *
 * @param asOfToday the words as they would be now; null when it speaks of nothing any more
 */
public record Letter(
    Correspondence.Line line,
    List<Correspondence.Attempt> attempts,
    List<Correspondence.Receipt> receipts,
    Correspondence.@Nullable Words asOfToday) {

  public boolean mayBeCancelled() {
    return line.state().isWaiting();
  }

  /** Whether a person may put it back in line: it went wrong, or a person called it off. */
  public boolean mayBeRetried(Instant now) {
    return line.expiresAt().isAfter(now)
        && (line.state() == State.FAILED
            || line.state() == State.UNKNOWN
            || line.state() == State.CANCELLED && line.calledOff());
  }

  public boolean mayBeResolved() {
    return line.state() == State.UNKNOWN;
  }
}
