package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.channel.LocalPhones;
import io.doula.channel.LocalPhones.OnPhone;
import io.doula.channel.Outcome;
import io.doula.core.Sight;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.MovedClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ActiveProfiles;

@DoulaTest
@ActiveProfiles("local")
class DeliveryTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-03-10");
  private static final Instant DAY_AFTER_TOMORROW_AT_NINE = Instant.parse("2026-03-12T06:00:00Z");

  @Autowired Families families;
  @Autowired JdbcClient jdbc;
  @Autowired MovedClock clock;
  @Autowired Tick tick;
  @Autowired Delivery delivery;
  @Autowired Ledger ledger;
  @Autowired LocalPhones phones;
  @Autowired Replies replies;

  @Test
  void nothingLeavesBeforeItsHourAndOneMessageAtIt() {
    long mother = motherWithSixWeekVisitInTwoDays("+254700000001");
    clock.set(DAY_AFTER_TOMORROW_AT_NINE.minusSeconds(1));
    deliverAll();
    assertThat(due()).isEmpty();
    clock.set(DAY_AFTER_TOMORROW_AT_NINE.plusSeconds(60));
    deliverAll();
    deliverAll();
    assertThat(due()).hasSize(1);
    assertThat(due().get(0).motherId()).isEqualTo(mother);
    assertThat(due().get(0).text())
        .contains("Amina", "Zawadi", "check-up", "polio drops", "5-in-1", "pneumonia", "rotavirus");
  }

  @Test
  void theWordsOfAnAttemptAreKeptAsTheyLeft() {
    motherWithSixWeekVisitInTwoDays("+254700000001");
    clock.set(DAY_AFTER_TOMORROW_AT_NINE.plusSeconds(60));
    deliverAll();

    jdbc.sql("update mother set full_name = 'Somebody else'").update();

    assertThat(jdbc.sql("select said from attempt").query(String.class).list())
        .containsAll(due().stream().map(message -> message.text()).toList())
        .allMatch(said -> said.contains("Amina"));
    assertThat(jdbc.sql("select distinct said_in from attempt").query(String.class).list())
        .containsExactly("en");
  }

  @Test
  void whatGoesStaleIsExpiredWithItsReasonAndNotSent() {
    long mother = motherWithSixWeekVisitInTwoDays("+254700000001");
    clock.set("2026-03-12T17:00:00Z");
    deliverAll();
    assertThat(phones.all()).isEmpty();
    assertThat(ReminderRows.of(jdbc, mother))
        .filteredOn(r -> !r.day().isAfter(TODAY.plusDays(2)))
        .isNotEmpty()
        .allMatch(
            r -> r.state() == State.EXPIRED && r.why().startsWith("its time ended at 2026-03-1"));
  }

  @Test
  void aReminderThatMayStillGoWaitsForTheEndOfQuietHours() {
    long mother = motherWithSixWeekVisitInTwoDays("+254700000001");
    clock.set("2026-03-19T18:00:00Z");
    deliverAll();
    assertThat(phones.all()).isEmpty();
    assertThat(missed(mother).why()).isEqualTo("quiet hours");
    clock.set("2026-03-20T03:59:59Z");
    deliverAll();
    assertThat(phones.all()).isEmpty();
    clock.set("2026-03-20T04:00:00Z");
    deliverAll();
    assertThat(phones.all()).hasSize(1);
  }

  @Test
  void theLastQuestionHoldsBackWhoSaidStopAfterPlanning() {
    long mother = motherWithSixWeekVisitInTwoDays("+254700000001");
    jdbc.sql("update mother set opted_out_at = now(), replan_at = 'infinity'").update();
    clock.set(DAY_AFTER_TOMORROW_AT_NINE.plusSeconds(60));
    deliverWithoutPlanningAgain();
    assertThat(phones.all()).isEmpty();
    assertThat(ReminderRows.inShort(jdbc, mother)).contains("2026-03-12 DUE SUPPRESSED");
  }

  @Test
  void theLastQuestionHoldsBackWhatABabysDeathMadeWrong() {
    long mother = motherWithSixWeekVisitInTwoDays("+254700000001");
    jdbc.sql("update baby set died_on = birth_date").update();
    jdbc.sql("update mother set replan_at = 'infinity'").update();
    clock.set(DAY_AFTER_TOMORROW_AT_NINE.plusSeconds(60));
    deliverWithoutPlanningAgain();
    assertThat(phones.all()).isEmpty();
    assertThat(ReminderRows.inShort(jdbc, mother)).contains("2026-03-12 DUE SUPPRESSED");
  }

  @Test
  void whoseVisitsWaitToBeDerivedAnewIsPassedOver() {
    motherWithSixWeekVisitInTwoDays("+254700000001");
    clock.set(DAY_AFTER_TOMORROW_AT_NINE.plusSeconds(60));
    jdbc.sql("update mother set replan_at = '2026-03-12T05:00:00Z'").update();
    deliverWithoutPlanningAgain();
    assertThat(phones.all()).isEmpty();
    jdbc.sql("update mother set replan_at = 'infinity'").update();
    deliverWithoutPlanningAgain();
    assertThat(phones.all()).hasSize(1);
  }

  @Test
  void stopInAnyLanguageEndsEverythingOnThatPhoneAtOnce() {
    motherWithSixWeekVisitInTwoDays("+254700000001");
    motherWithSixWeekVisitInTwoDays("+254700000001");
    motherWithSixWeekVisitInTwoDays("+254700000002");
    assertThat(replies.received("+254700000001", " acha. ", clock.now()).mothers()).isEqualTo(2);
    clock.set(DAY_AFTER_TOMORROW_AT_NINE.plusSeconds(60));
    deliverAll();
    assertThat(due()).extracting(OnPhone::phone).containsExactly("+254700000002");
  }

  @Test
  void anAnswerThatIsNoWordOfOursChangesNothing() {
    motherWithSixWeekVisitInTwoDays("+254700000001");
    assertThat(replies.received("+254700000001", "thank you", clock.now()).reply()).isNull();
    clock.set(DAY_AFTER_TOMORROW_AT_NINE.plusSeconds(60));
    deliverAll();
    assertThat(due()).hasSize(1);
  }

  @Test
  void aWorkerThatDiedBeforeTheSendLosesNothing() {
    motherWithSixWeekVisitInTwoDays("+254700000001");
    clock.set(DAY_AFTER_TOMORROW_AT_NINE.plusSeconds(60));
    assertThat(take().intents()).hasSize(1);
    deliverAll();
    assertThat(due()).as("the lease still holds").isEmpty();
    clock.advance(Duration.ofSeconds(30));
    deliverAll();
    clock.advance(Duration.ofSeconds(60));
    deliverAll();
    assertThat(due()).hasSize(1);
    assertThat(outcomes()).containsExactly("REFUSED", "ACCEPTED");
  }

  @Test
  void aWorkerThatDiedAfterTheSendSendsNothingTwice() {
    motherWithSixWeekVisitInTwoDays("+254700000001");
    clock.set(DAY_AFTER_TOMORROW_AT_NINE.plusSeconds(60));
    Intent intent = take().intents().get(0);
    phones.all();
    send(intent);
    clock.advance(Duration.ofSeconds(30));
    deliverAll();
    clock.advance(Duration.ofMinutes(20));
    deliverAll();
    assertThat(due()).hasSize(1);
    assertThat(outcomes()).containsExactly("ACCEPTED");
  }

  @Test
  void anOutcomeUnderAnOldEpochIsNotWritten() {
    motherWithSixWeekVisitInTwoDays("+254700000001");
    clock.set(DAY_AFTER_TOMORROW_AT_NINE.plusSeconds(60));
    Intent stale = take().intents().get(0);
    clock.advance(Duration.ofSeconds(30));
    Intent mine = ledger.takeLapsed(10, clock.now()).get(0);
    close(stale, Outcome.accepted("late"));
    assertThat(outcomes()).containsExactly((String) null);
    close(mine, Outcome.rejected("mine"));
    assertThat(outcomes()).containsExactly("REJECTED");
  }

  @Test
  void aRefusedMessageIsTriedAgainLaterAndLater() {
    long mother = motherWithSixWeekVisitInTwoDays("+254700000001");
    clock.set(DAY_AFTER_TOMORROW_AT_NINE.plusSeconds(60));
    List<Duration> pauses = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Intent intent = take().intents().get(0);
      close(intent, Outcome.refused("busy"));
      Instant next =
          jdbc.sql("select claim_at from reminder where state = 'RETRY'")
              .query(java.time.OffsetDateTime.class)
              .single()
              .toInstant();
      pauses.add(Duration.between(clock.now(), next));
      assertThat(ledger.claim("sms", 10, next.minusSeconds(1)).intents()).isEmpty();
      clock.set(next);
    }
    assertThat(pauses).isSorted();
    assertThat(pauses.get(0)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(36));
    assertThat(pauses.get(3)).isBetween(Duration.ofMinutes(4), Duration.ofSeconds(288));
    clock.set("2026-03-12T17:00:00Z");
    deliverAll();
    assertThat(ReminderRows.inShort(jdbc, mother)).contains("2026-03-12 DUE EXPIRED");
    assertThat(phones.all()).isEmpty();
  }

  @Test
  void theAnswerToAStopWaitsForTheMessageThatIsBeingHandedOver() throws Exception {
    motherWithSixWeekVisitInTwoDays("+254700000001");
    clock.set(DAY_AFTER_TOMORROW_AT_NINE.plusSeconds(60));
    Intent intent = take().intents().get(0);
    ExecutorService someone =
        Executors.newSingleThreadExecutor(work -> new Thread(Sight.ALL.over(work)));
    try {
      Future<?> stop = someone.submit(() -> replies.received("+254700000001", "STOP", clock.now()));
      assertThatThrownBy(() -> stop.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      send(intent);
      close(intent, Outcome.accepted("x"));
      stop.get(5, TimeUnit.SECONDS);
    } finally {
      someone.shutdownNow();
    }
    assertThat(phones.all()).hasSize(1);
  }

  @Test
  void anUnknownOutcomeIsNeverRepeated() {
    long mother = motherWithSixWeekVisitInTwoDays("+254700000001");
    clock.set(DAY_AFTER_TOMORROW_AT_NINE.plusSeconds(60));
    Intent intent = take().intents().get(0);
    close(intent, Outcome.unknown("cut off"));
    clock.advance(Duration.ofHours(2));
    deliverAll();
    assertThat(phones.all()).isEmpty();
    assertThat(ReminderRows.inShort(jdbc, mother)).contains("2026-03-12 DUE UNKNOWN");
  }

  @Test
  void manyWorkersAtOnceSendEachReminderOnce() throws Exception {
    long clinic = families.clinic();
    for (int i = 0; i < 120; i++) {
      families.baby(
          families.mother(clinic, "+2547000%05d".formatted(i)), TODAY.minusDays(40), "Zawadi");
    }
    clock.set(DAY_AFTER_TOMORROW_AT_NINE.plusSeconds(60));
    tick.run(clock.now());
    ExecutorService workers =
        Executors.newFixedThreadPool(6, work -> new Thread(Sight.ALL.over(work)));
    try {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        work.add(
            () -> {
              int claimed = 0;
              for (int some = 1; some > 0; claimed += some) {
                some = delivery.deliverDue(clock.now());
              }
              return claimed;
            });
      }
      int claimed = 0;
      for (Future<Integer> done : workers.invokeAll(work, 60, TimeUnit.SECONDS)) {
        claimed += done.get();
      }
      assertThat(claimed).isEqualTo(240);
    } finally {
      workers.shutdownNow();
    }
    assertThat(due()).hasSize(120);
    assertThat(jdbc.sql("select count(*) from attempt").query(Integer.class).single())
        .as("one attempt each; the upcoming ones had expired")
        .isEqualTo(120);
  }

  /** As a worker does between claim and mark. */
  private void send(Intent intent) {
    jdbc.sql(
            """
            insert into local_message (reminder_id, mother_id, phone, channel, text, at)
            values (:id, :mother, :to, 'sms', :text, now())
            """)
        .param("id", intent.reminderId())
        .param("mother", intent.message().motherId())
        .param("to", intent.message().to())
        .param("text", intent.message().text())
        .update();
  }

  private void deliverAll() {
    tick.run(clock.now());
    deliverWithoutPlanningAgain();
  }

  private void deliverWithoutPlanningAgain() {
    while (delivery.deliverDue(clock.now()) > 0) {
      // batch after batch
    }
  }

  private Ledger.Batch take() {
    tick.run(clock.now());
    return ledger.claim("sms", 10, clock.now());
  }

  private void close(Intent intent, Outcome outcome) {
    ledger.close(List.of(new Ledger.Closing(intent, outcome, clock.now())));
  }

  private long motherWithSixWeekVisitInTwoDays(String phone) {
    long mother = families.mother(families.clinic(), phone);
    families.baby(mother, TODAY.minusDays(40), "Zawadi");
    return mother;
  }

  private ReminderRows.Row missed(long mother) {
    return ReminderRows.of(jdbc, mother).stream()
        .filter(r -> r.day().equals(LocalDate.parse("2026-03-19")))
        .findFirst()
        .orElseThrow();
  }

  private List<OnPhone> due() {
    return phones.all().stream().filter(m -> m.text().contains("today")).toList();
  }

  private List<String> outcomes() {
    return jdbc.sql("select outcome from attempt order by reminder_id, number")
        .query((row, n) -> row.getString(1))
        .list();
  }
}
