package io.doula.reminder;

import io.doula.channel.Channel;
import io.doula.channel.Outcome;
import io.doula.channel.Outgoing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** Three providers that answer what the test says, and keep what they were handed, in its order. */
@TestConfiguration(proxyBeanMethods = false)
class Providers {
  private final Map<String, Provider> all = new TreeMap<>();

  Provider get(String name) {
    return all.computeIfAbsent(name, Provider::new);
  }

  Provider whatsapp() {
    return get("whatsapp");
  }

  Provider sms() {
    return get("sms");
  }

  Provider email() {
    return get("email");
  }

  /** All take everything, with receipts and without a limit. */
  void reset() {
    all.values().forEach(Provider::reset);
  }

  @Bean
  Channel whatsappProvider() {
    return whatsapp();
  }

  @Bean
  Channel smsProvider() {
    return sms();
  }

  @Bean
  Channel emailProvider() {
    return email();
  }

  /** One of them. */
  static final class Provider implements Channel {
    private final String name;
    private final List<Outgoing> handed = new ArrayList<>();
    volatile boolean receipts;
    volatile int rate;
    volatile Function<Outgoing, Outcome> answer;
    volatile Function<Long, Optional<Outcome>> found = id -> Optional.empty();

    Provider(String name) {
      this.name = name;
      this.answer = this::accept;
      this.receipts = true;
    }

    private void reset() {
      receipts = true;
      rate = 0;
      answer = this::accept;
      found = id -> Optional.empty();
      synchronized (handed) {
        handed.clear();
      }
    }

    Outcome accept(Outgoing message) {
      return Outcome.accepted(name + "-" + message.correlation());
    }

    void says(Outcome outcome) {
      answer = message -> outcome;
    }

    List<Outgoing> handed() {
      synchronized (handed) {
        return List.copyOf(handed);
      }
    }

    int count() {
      return handed().size();
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public boolean sendsReceipts() {
      return receipts;
    }

    @Override
    public int ratePerSecond() {
      return rate;
    }

    @Override
    public Outcome send(Outgoing message, Duration deadline) {
      synchronized (handed) {
        handed.add(message);
      }
      return answer.apply(message);
    }

    @Override
    public Optional<Outcome> find(long reminderId, int number) {
      return found.apply(reminderId);
    }
  }
}
