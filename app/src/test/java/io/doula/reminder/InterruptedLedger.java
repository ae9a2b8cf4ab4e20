package io.doula.reminder;

import io.doula.channel.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Something happens before and after each commit of a ledger.
 *
 * @param late gets what a process that dies at such a moment would have written, had it only been
 *     stopped for a while
 */
record InterruptedLedger(Ledger ledger, Runnable something, Consumer<List<Closing>> late)
    implements Ledger {

  private <T> T interrupted(Supplier<T> commit) {
    something.run();
    T result = commit.get();
    something.run();
    return result;
  }

  @Override
  public Batch claim(String channel, int limit, Instant now) {
    something.run();
    Batch batch = ledger.claim(channel, limit, now);
    orLate(
        batch.intents().stream()
            .map(intent -> new Closing(intent, Outcome.refused("its turn came too late"), now))
            .toList());
    return batch;
  }

  @Override
  public int reroute(List<String> from, Instant dueBefore, int limit, Instant now) {
    return interrupted(() -> ledger.reroute(from, dueBefore, limit, now));
  }

  @Override
  public int close(List<Closing> closings) {
    orLate(closings);
    int written = ledger.close(closings);
    something.run();
    return written;
  }

  private void orLate(List<Closing> closings) {
    try {
      something.run();
    } catch (Error e) {
      late.accept(closings);
      throw e;
    }
  }

  @Override
  public List<Intent> takeLapsed(int limit, Instant now) {
    return interrupted(() -> ledger.takeLapsed(limit, now));
  }

  @Override
  public int endWaits(int limit, Instant now) {
    return interrupted(() -> ledger.endWaits(limit, now));
  }

  @Override
  public int expire(int limit, Instant now) {
    return interrupted(() -> ledger.expire(limit, now));
  }
}
