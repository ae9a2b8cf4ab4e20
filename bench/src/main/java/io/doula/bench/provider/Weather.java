package io.doula.bench.provider;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How the provider behaves for a while.
 *
 * @param answersAfter how long it thinks before each answer
 * @param hangs how long it keeps silent where it hangs
 * @param faults how many of 1,000 requests meet each fault; all others are accepted
 */
public record Weather(Duration answersAfter, Duration hangs, Map<Conduct, Integer> faults) {
  private static final Duration USUAL = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(30);

  /** Every request is accepted after this time. */
  public static Weather fair(Duration answersAfter) {
    return new Weather(answersAfter, LONG, Map.of());
  }

  /** 50 ms, and these faults of 1,000 requests. */
  public static Weather with(Map<Conduct, Integer> faults) {
    return new Weather(USUAL, LONG, faults);
  }

  Conduct next() {
    int dice = ThreadLocalRandom.current().nextInt(1000);
    for (Map.Entry<Conduct, Integer> fault : faults.entrySet()) {
      dice -= fault.getValue();
      if (dice < 0) {
        return fault.getKey();
      }
    }
    return Conduct.ACCEPT;
  }
}
