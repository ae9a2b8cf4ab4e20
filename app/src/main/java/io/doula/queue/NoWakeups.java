package io.doula.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Workers look into PostgreSQL by themselves. */
class NoWakeups implements Wakeups, AutoCloseable {
  private final CountDownLatch closed = new CountDownLatch(1);

  @Override
  public boolean carries() {
    return false;
  }

  @Override
  public void publish(List<Hint> hints) {}

  @Override
  public Optional<Wake> take(Duration atMost) throws InterruptedException {
    closed.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    return Optional.empty();
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
