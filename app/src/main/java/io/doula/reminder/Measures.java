package io.doula.reminder;

import io.doula.channel.Outcome;
import io.doula.channel.Receipt;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * What is counted and timed of delivery. Tags hold names of channels, outcomes and states, nothing
 * of a person; docs/metrics.md lists them.
 */
@Component
class Measures {
  private final MeterRegistry registry;

  Measures(MeterRegistry registry) {
    this.registry = registry;
  }

  void ended(String channel, Outcome.Kind outcome) {
    registry.counter("doula.attempts", "channel", channel, "outcome", outcome.name()).increment();
  }

  void received(String channel, Receipt.Status status) {
    registry.counter("doula.receipts", "channel", channel, "status", status.name()).increment();
  }

  Timer call(String channel) {
    return Timer.builder("doula.provider.call")
        .description("One call to a channel's provider")
        .tag("channel", channel)
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(5))
        .maximumExpectedValue(Duration.ofSeconds(30))
        .register(registry);
  }

  Timer claim(String channel) {
    return Timer.builder("doula.claim")
        .description("One claim on a channel, with its last questions")
        .tag("channel", channel)
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofSeconds(5))
        .register(registry);
  }
}
