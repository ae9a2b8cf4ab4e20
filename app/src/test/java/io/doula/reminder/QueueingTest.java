package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.queue.Hint;
import io.doula.queue.Wakeups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class QueueingTest extends DeliveringTest {
  @Autowired Channels channels;
  @Autowired DeliverySettings settings;

  private final List<Hint> hints = new ArrayList<>();

  /** Where every hint is seen, and gets lost. */
  private final class Leak implements Wakeups {
    @Override
    public boolean carries() {
      return true;
    }

    @Override
    public void publish(List<Hint> some) {
      hints.addAll(some);
    }

    @Override
    public Optional<Wake> take(Duration atMost) {
      return Optional.empty();
    }
  }

  @Test
  void eachReminderThatIsDueIsHintedAtOnce() {
    clinic.mothers(5, "whatsapp");
    clinic.at(Clinic.DUE.minus(Duration.ofHours(1)));
    queueDue();
    assertThat(hints).as("not due yet").isEmpty();
    clinic.comeDue();
    queueDue();
    queueDue();
    assertThat(hints).hasSize(5).doesNotHaveDuplicates();
    assertThat(clinic.states()).containsExactly(State.QUEUED);
  }

  @Test
  void whateverBecomesOfTheHintsWorkersTakeWhatIsQueued() {
    clinic.mothers(5, "whatsapp");
    clinic.comeDue();
    queueDue();
    clinic.deliver();
    assertThat(clinic.states()).containsExactly(State.ACCEPTED);
  }

  @Test
  void whatIsQueuedStillExpiresAndIsStillCancelled() {
    List<Long> mothers = clinic.mothers(2, "whatsapp");
    clinic.comeDue();
    queueDue();
    jdbc.sql("update mother set consent = false, replan_at = '2026-03-01T00:00Z' where id = :id")
        .param("id", mothers.get(0))
        .update();
    clinic.at(Clinic.DUE);
    assertThat(clinic.row(mothers.get(0)).state()).isEqualTo(State.CANCELLED);
    clinic.at(Clinic.DUE.plus(Duration.ofHours(12)));
    assertThat(clinic.row(mothers.get(1)).state()).isEqualTo(State.EXPIRED);
  }

  @Test
  void noMoreStandsHintedThanTheRateLetsLeaveInTwoTicks() {
    providers.whatsapp().rate = 1;
    clinic.mothers(40, "whatsapp");
    clinic.comeDue();
    queueDue();
    assertThat(hints).hasSize(30);
    queueDue();
    assertThat(hints).as("none of them has left").hasSize(30);
    jdbc.sql("update reminder set state = 'ACCEPTED' where id = any(:left)")
        .param("left", hints.subList(0, 7).stream().map(Hint::reminderId).toArray(Long[]::new))
        .update();
    queueDue();
    assertThat(hints).as("seven have").hasSize(37).doesNotHaveDuplicates();
  }

  @Test
  void aHintHoldsNothingOfHers() {
    assertThat(Arrays.stream(Hint.class.getRecordComponents()).map(c -> c.getName()).toList())
        .containsExactly("reminderId", "epoch", "channel");
    clinic.mothers(1, "sms");
    clinic.comeDue();
    queueDue();
    assertThat(hints.get(0).channel()).isEqualTo("sms");
  }

  private void queueDue() {
    new Queueing(jdbc, new Leak(), channels, settings).queueDue(clock.now());
  }
}
