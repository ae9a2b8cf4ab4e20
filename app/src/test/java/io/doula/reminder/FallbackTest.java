package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.channel.Outcome;
import io.doula.channel.Receipt;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Which channel takes a reminder, through the real claim. */
class FallbackTest extends DeliveringTest {
  @Autowired TransactionTemplate transaction;

  @Test
  void channelsFollowInHerOrder() {
    long mother = clinic.mother("whatsapp", "sms", "email");
    clinic.comeDue();
    providers.whatsapp().says(Outcome.unreachable("no such number there"));
    providers.sms().says(Outcome.rejected("too long"));
    clinic.deliver();
    assertThat(clinic.outcomes(clinic.row(mother).id()))
        .containsExactly("whatsapp UNREACHABLE", "sms REJECTED", "email ACCEPTED");
    assertThat(clinic.row(mother).channel()).isEqualTo("email");
  }

  @Test
  void anotherOrderIsAnotherOrder() {
    long mother = clinic.mother("email", "whatsapp");
    clinic.comeDue();
    providers.email().says(Outcome.rejected("x"));
    clinic.deliver();
    assertThat(clinic.outcomes(clinic.row(mother).id()))
        .containsExactly("email REJECTED", "whatsapp ACCEPTED");
  }

  @Test
  void aChannelWithoutAnAddressIsPassedOver() {
    long mother = clinic.mother("whatsapp", "email", "sms");
    jdbc.sql("update mother set email = null").update();
    clinic.comeDue();
    providers.whatsapp().says(Outcome.rejected("x"));
    clinic.deliver();
    assertThat(clinic.outcomes(clinic.row(mother).id()))
        .containsExactly("whatsapp REJECTED", "sms ACCEPTED");
  }

  @Test
  void whatNoChannelTakesFailsWithItsReason() {
    long mother = clinic.mother("whatsapp", "sms");
    clinic.comeDue();
    providers.whatsapp().says(Outcome.unreachable("not there"));
    providers.sms().says(Outcome.unreachable("switched off for good"));
    clinic.deliver();
    assertThat(clinic.row(mother).state()).isEqualTo(State.FAILED);
    assertThat(clinic.row(mother).why()).isEqualTo("sms can't reach her: switched off for good");
    assertThat(clinic.row(mother).passed()).containsExactly("whatsapp", "sms");
  }

  @Test
  void anOrderThatSheChangesWhileItWaitsCounts() {
    long mother = clinic.mother("whatsapp", "sms");
    clinic.comeDue();
    providers.whatsapp().says(Outcome.refused("busy"));
    clinic.deliver();
    assertThat(clinic.row(mother).state()).isEqualTo(State.RETRY);
    jdbc.sql("update mother set channels = '{email,whatsapp}'").update();
    clock.advance(Duration.ofMinutes(1));
    clinic.deliver();
    assertThat(clinic.outcomes(clinic.row(mother).id()))
        .containsExactly("whatsapp REFUSED", "email ACCEPTED");
  }

  @Test
  void aChannelThatRefusesFourTimesIsLeft() {
    long mother = clinic.mother("whatsapp", "sms");
    clinic.comeDue();
    providers.whatsapp().says(Outcome.refused("no connection"));
    for (int i = 0; i < 4; i++) {
      clinic.deliver();
      clock.advance(Duration.ofMinutes(5));
    }
    clinic.deliver();
    assertThat(clinic.row(mother).state()).isEqualTo(State.ACCEPTED);
    assertThat(providers.whatsapp().count()).isEqualTo(4);
    assertThat(providers.sms().count()).isEqualTo(1);
  }

  @Test
  void whatWaitsOnAChannelThatIsNotSetUpGoesByTheNextOne() {
    List<Long> mothers = clinic.mothers(3, "whatsapp", "sms");
    clinic.comeDue();
    Delivery withoutWhatsapp = clinic.workerWithout("whatsapp");
    clinic.deliver(withoutWhatsapp);
    assertThat(providers.whatsapp().count()).isZero();
    assertThat(providers.sms().count()).isEqualTo(3);
    assertThat(mothers.stream().map(m -> clinic.row(m).state()).distinct())
        .containsExactly(State.ACCEPTED);
  }

  @Test
  void whoHasNoChannelThatIsSetUpWaitsWithTheReason() {
    long mother = clinic.mother("whatsapp");
    clinic.comeDue();
    clinic.deliver(clinic.workerWithout("whatsapp"));
    assertThat(clinic.row(mother).state()).isEqualTo(State.PLANNED);
    assertThat(clinic.row(mother).why())
        .isEqualTo("none of her channels [whatsapp] is set up or has an address");
    clock.advance(Duration.ofMinutes(15));
    clinic.deliver();
    assertThat(clinic.row(mother).state()).isEqualTo(State.ACCEPTED);
  }

  @Test
  void aChannelThatIsDownForAnHourIsLeftByWhoHasAnotherWay() {
    long both = clinic.mother("whatsapp", "sms");
    long one = clinic.mother("whatsapp");
    long failedOnce = clinic.mother("email", "whatsapp");
    clinic.comeDue();
    providers.email().says(Outcome.rejected("x"));
    Delivery worker = workerWhoseWhatsappIsDown();
    clinic.deliver(worker);
    clock.advance(Duration.ofMinutes(58));
    clinic.deliver(worker);
    assertThat(providers.sms().count()).as("patience").isZero();
    clock.advance(Duration.ofMinutes(3));
    clinic.deliver(worker);
    assertThat(clinic.row(both).state()).isEqualTo(State.ACCEPTED);
    assertThat(clinic.row(both).channel()).isEqualTo("sms");
    assertThat(clinic.row(both).passed()).containsExactly("whatsapp");
    for (long waits : List.of(one, failedOnce)) {
      assertThat(clinic.row(waits).state().isWaiting()).isTrue();
      assertThat(clinic.row(waits).why())
          .isEqualTo("whatsapp does not answer, and no other channel reaches her");
    }
    clinic.deliver();
    assertThat(clinic.row(one).state()).as("it is back").isEqualTo(State.ACCEPTED);
    assertThat(clinic.row(failedOnce).state()).isEqualTo(State.ACCEPTED);
  }

  @Test
  void aBlockedSetWaitsAnHourAndThenGoesByTheNextChannel() {
    long both = clinic.mother("whatsapp", "sms");
    long one = clinic.mother("whatsapp");
    clinic.comeDue();
    providers.whatsapp().says(Outcome.blocked("doula_due_v1/en", "paused"));
    clinic.deliver();
    int tried = 0;
    for (int minutes = 0; minutes < 60; minutes++) {
      clock.advance(Duration.ofMinutes(1));
      int before = providers.whatsapp().count();
      clinic.deliver();
      tried += providers.whatsapp().count() - before;
    }
    assertThat(tried).as("one tries every ten minutes").isBetween(5, 6);
    assertThat(clinic.row(both).channel()).isEqualTo("sms");
    assertThat(clinic.row(both).state()).isEqualTo(State.ACCEPTED);
    assertThat(clinic.row(one).state()).isEqualTo(State.RETRY);
    assertThat(blocks()).containsExactly(Map.of("scope", "doula_due_v1/en", "why", "paused"));
    clock.advance(Duration.ofMinutes(10));
    providers.whatsapp().answer = providers.whatsapp()::accept;
    clinic.deliver();
    assertThat(clinic.row(one).state()).isEqualTo(State.ACCEPTED);
    assertThat(blocks()).isEmpty();
  }

  @Test
  void ofManyThatWaitOneTriesWhetherABlockIsOver() {
    clinic.mothers(30, "whatsapp");
    clinic.comeDue();
    providers.whatsapp().says(Outcome.blocked("*", "no money"));
    clinic.deliver();
    int handed = providers.whatsapp().count();
    clock.advance(Duration.ofMinutes(11));
    clinic.deliver();
    assertThat(providers.whatsapp().count() - handed).isEqualTo(1);
    providers.whatsapp().answer = providers.whatsapp()::accept;
    clock.advance(Duration.ofMinutes(11));
    clinic.deliver();
    clinic.deliver();
    clock.advance(Duration.ofMinutes(11));
    clinic.deliver();
    assertThat(clinic.states()).containsExactly(State.ACCEPTED);
    assertThat(blocks()).isEmpty();
  }

  @Test
  void whatWaitedLongOnTheNextChannelDoesNotTryTheBlockedOne() {
    long mother = clinic.mother("whatsapp", "sms");
    clinic.comeDue();
    stand("whatsapp", "*");
    clock.advance(Duration.ofHours(2));
    jdbc.sql("update reminder set channel = 'sms' where kind = 'DUE'").update();
    clinic.deliver();
    assertThat(clinic.row(mother).channel()).isEqualTo("sms");
    assertThat(clinic.row(mother).state()).isEqualTo(State.ACCEPTED);
    assertThat(
            jdbc.sql("select try_at <= :now from channel_block")
                .param("now", clock.now().atOffset(ZoneOffset.UTC))
                .query(Boolean.class)
                .single())
        .as("the try is left to one who goes that way")
        .isTrue();
  }

  @Test
  void aBlockIsOverAlsoWhenTheReceiptOfTheTryComesFirst() {
    clinic.mother("whatsapp");
    clinic.comeDue();
    stand("whatsapp", "*");
    clock.advance(Duration.ofMinutes(10));
    Intent tries = clinic.claimOne("whatsapp");
    inbox.receipts(
        List.of(
            clinic.receipt(
                "whatsapp", "e", tries.message().correlation(), Receipt.Status.SENT, null)),
        clock.now());
    clinic.close(tries, Outcome.accepted("x"));
    assertThat(blocks()).isEmpty();
  }

  @Test
  void oneThatCannotBeWrittenKeepsNoOtherBack() {
    List<Long> mothers = clinic.mothers(8, "whatsapp");
    clinic.comeDue();
    jdbc.sql("update mother set time_zone = 'Nowhere/Atall' where id = :id")
        .param("id", mothers.get(0))
        .update();
    long other = clinic.mother("whatsapp");
    jdbc.sql(
            "update clinic set name = ' ' where id = (select clinic_id from mother where id = :id)")
        .param("id", other)
        .update();
    clinic.deliver();
    assertThat(providers.whatsapp().count()).isEqualTo(7);
    for (long aside : List.of(mothers.get(0), other)) {
      assertThat(clinic.row(aside).state()).isEqualTo(State.PLANNED);
      assertThat(clinic.row(aside).why()).startsWith("it could not be written (");
    }
    jdbc.sql("update mother set time_zone = null").update();
    jdbc.sql("update clinic set name = 'Kibera ' || id").update();
    clock.advance(Duration.ofMinutes(15));
    clinic.deliver();
    assertThat(clinic.states()).containsExactly(State.ACCEPTED);
  }

  @Test
  void oneThatCannotBeMarkedKeepsNoOtherUnmarked() {
    List<Long> mothers = clinic.mothers(6, "whatsapp");
    clinic.comeDue();
    providers.whatsapp().answer =
        message ->
            message.motherId() == mothers.get(3)
                ? Outcome.accepted("an id with a \0")
                : Outcome.accepted("x");
    clinic.deliver();
    assertThat(clinic.rows("state = 'ACCEPTED'")).hasSize(5);
    assertThat(clinic.row(mothers.get(3)).state()).isEqualTo(State.SENDING);
    clock.advance(Duration.ofSeconds(31));
    clinic.deliver();
    assertThat(clinic.row(mothers.get(3)).state()).isEqualTo(State.UNKNOWN);
  }

  /** What is paused and what is blocked are locked in one order, and after the reminders. */
  @Test
  void outcomesLockTheRateBeforeABlock() {
    clinic.mothers(2, "whatsapp");
    clinic.comeDue();
    providers.whatsapp().rate = 1000;
    List<Intent> intents = ledger.claim("whatsapp", 2, clock.now()).intents();
    stand("whatsapp", "*");
    Runnable closing =
        () ->
            ledger.close(
                List.of(
                    new Ledger.Closing(intents.get(0), Outcome.blocked("*", "x"), clock.now()),
                    new Ledger.Closing(
                        intents.get(1), Outcome.tooMany("x", Duration.ofMinutes(1)), clock.now())));
    clinic.whileHolding("channel_rate", closing, "channel_block");
  }

  @Test
  void receiptsLockTheReminderBeforeABlock() {
    long mother = clinic.mother("whatsapp");
    clinic.comeDue();
    clinic.deliver();
    stand("whatsapp", "*");
    Clinic.Row row = clinic.row(mother);
    Runnable hook =
        () ->
            inbox.receipts(
                List.of(
                    new Receipt(
                        "whatsapp",
                        "e",
                        row.id() + ":1",
                        null,
                        Receipt.Status.FAILED,
                        Outcome.Kind.BLOCKED,
                        "*",
                        "x",
                        clock.now())),
                clock.now());
    clinic.whileHolding("reminder", hook, "channel_block");
  }

  private Delivery workerWhoseWhatsappIsDown() {
    providers.whatsapp().says(Outcome.refused("no connection"));
    Delivery worker =
        clinic.worker(
            CircuitBreakerConfig.from(Line.BREAKER)
                .minimumNumberOfCalls(1)
                .waitIntervalFunctionInOpenState(n -> Duration.ofHours(9).toMillis())
                .build());
    clinic.deliver(worker);
    assertThat(worker.isDown("whatsapp")).isTrue();
    providers.whatsapp().answer = providers.whatsapp()::accept;
    return worker;
  }

  private void stand(String channel, String scope) {
    transaction.executeWithoutResult(
        status -> Blocks.stand(jdbc, channel, scope, "paused", clock.now()));
  }

  private List<Map<String, Object>> blocks() {
    return jdbc.sql("select scope, why from channel_block").query().listOfRows();
  }
}
