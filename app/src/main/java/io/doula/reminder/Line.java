package io.doula.reminder;

import io.doula.channel.Channel;
import io.doula.channel.Outcome;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One channel's way out of this process. When half of the last calls did not get through, it closes
 * for a while, then lets a few through to see; what waits meanwhile stays unclaimed.
 */
final class Line {
  /** When it closes, for how long, and how many calls try whether it may open. */
  static final CircuitBreakerConfig BREAKER =
      CircuitBreakerConfig.custom()
          .slidingWindowSize(32)
          .minimumNumberOfCalls(10)
          .failureRateThreshold(50)
          .permittedNumberOfCallsInHalfOpenState(3)
          .waitIntervalFunctionInOpenState(
              IntervalFunction.ofExponentialBackoff(
                  Duration.ofSeconds(10), 2, Duration.ofMinutes(1)))
          .build();

  private static final RuntimeException NOT_THROUGH =
      new RuntimeException("did not get through", null, false, false) {};

  private final Channel channel;
  private final Executor senders;
  private final CircuitBreaker breaker;

  Line(Channel channel, Executor senders, CircuitBreaker breaker) {
    this.channel = channel;
    this.senders = senders;
    this.breaker = breaker;
  }

  Channel channel() {
    return channel;
  }

  Executor senders() {
    return senders;
  }

  /** Whether nothing is sent because the provider does not answer. */
  boolean isDown() {
    return breaker.getState() == CircuitBreaker.State.OPEN;
  }

  /** How many may be handed over now; each is to be used or given back. */
  int permits(int wanted) {
    int permits = 0;
    while (permits < wanted && breaker.tryAcquirePermission()) {
      permits++;
    }
    return permits;
  }

  void giveBack(int permits) {
    for (int i = 0; i < permits; i++) {
      breaker.releasePermission();
    }
  }

  /** What a call showed of the provider; one that says no is well. */
  void learn(Outcome outcome) {
    boolean through =
        switch (outcome.kind()) {
          case UNKNOWN -> false;
          case REFUSED -> outcome.pause() != null;
          default -> true;
        };
    if (through) {
      breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    } else {
      breaker.onError(0, TimeUnit.NANOSECONDS, NOT_THROUGH);
    }
  }
}
