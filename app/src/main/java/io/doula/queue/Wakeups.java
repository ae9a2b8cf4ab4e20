package io.doula.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Carries hints from whoever sees that something is due to a worker. What is lost on the way costs
 * at most one tick of delay, because workers look into PostgreSQL every {@code DOULA_TICK} anyway,
 * and functions are hinted again at each tick. After the program's end hints go nowhere and {@link
 * #take} is empty at once.
 */
public interface Wakeups {

  /** True when hints go anywhere: with {@code none} they need not be gathered. */
  boolean carries();

  /**
   * Says that these are due. Never throws, and takes at most a second or two; with SQS up to five
   * the first time in a process.
   */
  void publish(List<Hint> hints);

  /**
   * Waits for hints; one thread of a process does so. Never throws for anything the queue did:
   * while it is away this waits and looks again.
   *
   * @param atMost how long to wait; a queue that hangs can add a second or two
   * @return hints that came together, each to one of all workers; empty when none came
   * @throws InterruptedException when this thread is interrupted, at once
   */
  Optional<Wake> take(Duration atMost) throws InterruptedException;

  /**
   * What lies in the queue, for people. Never throws, and takes at most about two seconds.
   *
   * @return empty when it can't be looked into: it does not answer, or there is none
   */
  default Optional<Standing> look() {
    return Optional.empty();
  }

  /**
   * What lies in a queue.
   *
   * @param waiting bundles of hints that no worker has taken yet
   * @param consumers the workers that it knows
   */
  record Standing(long waiting, List<Consumer> consumers) {}

  /**
   * A worker, as the queue knows it.
   *
   * @param name its host and something of its own
   * @param pending bundles of hints that it has taken and not finished
   * @param idle since it last asked for hints
   */
  record Consumer(String name, long pending, Duration idle) {}

  /** Hints that came together. */
  interface Wake {

    /** At least one, in the order of publishing. */
    List<Hint> hints();

    /**
     * Says that the hints were looked at; otherwise another worker gets them after half a minute.
     * Never throws, and takes at most a second or two.
     */
    void done();
  }
}
