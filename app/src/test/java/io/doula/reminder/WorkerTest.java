package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doula.channel.Outcome;
import io.doula.queue.Wakeups;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The worker's own threads. */
class WorkerTest extends DeliveringTest {
  private static final int EACH = 150;

  @Autowired Delivery delivery;
  @Autowired DeliverySettings settings;
  @Autowired Wakeups wakeups;
  @Autowired Presence presence;

  @Test
  void aProviderThatHangsHoldsNoOtherChannelUp() {
    clinic.mothers(EACH, "whatsapp");
    clinic.mothers(EACH, "sms");
    clinic.comeDue();
    CountDownLatch hanging = new CountDownLatch(1);
    providers.whatsapp().answer =
        message -> {
          waitFor(hanging);
          return Outcome.accepted("late");
        };
    Worker worker = new Worker(delivery, clock, settings, wakeups, presence, Set.of("worker"));
    worker.start();
    try {
      await().until(() -> providers.sms().count() == EACH);
      assertThat(providers.whatsapp().count())
          .as("as many calls as it has senders, all hanging")
          .isLessThanOrEqualTo(settings.senders())
          .isLessThan(EACH);
      hanging.countDown();
      await().until(() -> providers.whatsapp().count() == EACH);
    } finally {
      hanging.countDown();
      worker.stop();
    }
    assertThat(clinic.states()).containsOnly(State.ACCEPTED);
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
