package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.channel.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatesTest extends DeliveringTest {

  @Test
  void twoWorkersTogetherKeepToTheProvidersRateAndToTheOrderOfDueTimes() {
    providers.whatsapp().rate = 20;
    clinic.mothers(100, "whatsapp");
    clinic.comeDue();
    List<Instant> sent = new ArrayList<>();
    providers.whatsapp().answer =
        message -> {
          synchronized (sent) {
            sent.add(message.at());
          }
          return Outcome.accepted("x");
        };
    List<Delivery> workers = List.of(clinic.worker(), clinic.worker());
    Instant start = clock.now();
    List<Instant> dueAt = new ArrayList<>();
    for (int round = 0; providers.whatsapp().count() < 100; round++) {
      assertThat(round).as("as fast as the rate lets them").isLessThan(300);
      int before = providers.whatsapp().count();
      workers.get(round % 2).deliver("whatsapp", Reading.at(clock.now()));
      workers.get(round % 2).deliver("whatsapp", Reading.at(clock.now()));
      providers.whatsapp().handed().subList(before, providers.whatsapp().count()).stream()
          .map(message -> dueAt(message.reminderId()))
          .sorted()
          .forEach(dueAt::add);
      clock.advance(Duration.ofMillis(50));
    }
    for (Instant from : sent) {
      long inASecond =
          sent.stream()
              .filter(at -> !at.isBefore(from) && at.isBefore(from.plusSeconds(1)))
              .count();
      assertThat(inASecond).isLessThanOrEqualTo(22);
    }
    assertThat(dueAt).isSorted();
    assertThat(Duration.between(start, clock.now())).isBetween(s(4.7), s(5.5));
  }

  @Test
  void aLineWithNothingDueIsNotLookedAtAgainAndAgain() {
    providers.whatsapp().rate = 80;
    Delivery worker = clinic.worker();
    assertThat(worker.deliver("whatsapp", Reading.at(clock.now())).pause())
        .isEqualTo(Duration.ofSeconds(15));
    clinic.mothers(20, "whatsapp");
    clinic.comeDue();
    assertThat(worker.deliver("whatsapp", Reading.at(clock.now())).pause())
        .as("here only the rate keeps it")
        .isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void whenAProviderWantsToBeLeftAloneItIsByEverybodyAndOthersAreNot() {
    clinic.mothers(3, "whatsapp");
    clinic.mothers(3, "sms");
    clinic.comeDue();
    providers.whatsapp().says(Outcome.tooMany("429", Duration.ofMinutes(2)));
    assertThat(clinic.worker().deliver("whatsapp", Reading.at(clock.now())).claimed()).isEqualTo(3);
    long late = clinic.mother("whatsapp");
    jdbc.sql("update reminder set due_at = :due, claim_at = :due where mother_id = :late")
        .param("due", clock.now().atOffset(java.time.ZoneOffset.UTC))
        .param("late", late)
        .update();
    providers.whatsapp().answer = providers.whatsapp()::accept;
    clock.advance(Duration.ofSeconds(119));
    clinic.deliver();
    assertThat(providers.whatsapp().count()).isEqualTo(3);
    assertThat(providers.sms().count()).isEqualTo(3);
    clock.advance(Duration.ofSeconds(10));
    clinic.deliver();
    assertThat(clinic.states()).containsExactly(State.ACCEPTED);
  }

  @Test
  void aShorterPauseDoesNotCutALongerOneShort() {
    List<Long> mothers = clinic.mothers(2, "whatsapp");
    clinic.comeDue();
    List<Intent> intents = ledger.claim("whatsapp", 2, clock.now()).intents();
    clinic.close(intents.get(0), Outcome.tooMany("x", Duration.ofMinutes(10)));
    clinic.close(intents.get(1), Outcome.tooMany("x", Duration.ofSeconds(1)));
    clock.advance(Duration.ofMinutes(9));
    assertThat(ledger.claim("whatsapp", 9, clock.now()).intents()).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    assertThat(ledger.claim("whatsapp", 9, clock.now()).intents()).hasSameSizeAs(mothers);
  }

  private Instant dueAt(long reminder) {
    return clinic.rows("id = " + reminder).get(0).dueAt();
  }

  private static Duration s(double seconds) {
    return Duration.ofMillis((long) (seconds * 1000));
  }
}
