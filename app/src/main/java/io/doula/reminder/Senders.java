package io.doula.reminder;

import io.doula.core.Sight;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The threads on which messages are handed over; they go when there is nothing to hand over. */
@Configuration(proxyBeanMethods = false)
class Senders {
  private static final int IDLE_SECONDS = 30;

  @Bean
  DeliverySettings deliverySettings(Environment environment) {
    return DeliverySettings.of(environment);
  }

  @Bean(destroyMethod = "shutdown")
  ThreadPoolExecutor senderThreads(Channels channels, DeliverySettings settings) {
    AtomicInteger count = new AtomicInteger();
    int most = Math.max(1, channels.names().size() * settings.senders());
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> new Thread(Sight.ALL.over(task), "sender-" + count.incrementAndGet()));
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  @Bean
  Delivery delivery(
      Ledger ledger,
      Channels channels,
      DeliverySettings settings,
      ThreadPoolExecutor senderThreads,
      Measures measures,
      Pulse pulse) {
    return new Delivery(
        new WatchedLedger(ledger, measures, pulse),
        channels.each(channel -> new TimedChannel(channel, measures.call(channel.name()))),
        settings,
        senderThreads,
        Line.BREAKER);
  }
}
