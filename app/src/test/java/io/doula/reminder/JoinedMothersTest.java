package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doula.channel.Inbound;
import io.doula.channel.Outcome;
import io.doula.channel.Receipt.Status;
import io.doula.core.Role;
import io.doula.core.Sight;
import io.doula.core.Viewer;
import io.doula.family.MergeForm;
import io.doula.family.Merging;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.Families;
import io.doula.testing.Staff;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Messages of a mother who was registered twice: none is lost, and none goes twice. */
class JoinedMothersTest extends DeliveringTest {
  private static final Viewer ADMIN = new Viewer(0, "admin", Role.ADMIN, Set.of());

  /** Six weeks before the day on which the reminders of these tests go. */
  private static final LocalDate BORN = Clinic.DAY.minusDays(42);

  @Autowired Families families;
  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired Merging merging;
  @Autowired TransactionTemplate transaction;
  Api admin;
  long kept;
  long other;

  @BeforeEach
  void aMotherWhoWasRegisteredTwice() {
    admin = api.as(staff.admin());
    long place = families.clinic();
    kept = families.mother(place, "+254700000001");
    other = families.mother(place, "+254700000002");
  }

  private Answer merge() {
    return admin.post("/api/mothers/" + kept + "/merge", "{\"with\": \"" + other + "\"}");
  }

  private String merged() {
    Answer answer = merge();
    assertThat(answer.status()).as(answer::toString).isEqualTo(201);
    return answer.json().path("id").asString();
  }

  private void undo(String merge) {
    Answer answer = admin.post("/api/merges/" + merge + "/undo", "{}");
    assertThat(answer.status()).as(answer::toString).isEqualTo(200);
  }

  private List<String> words() {
    return providers.sms().handed().stream()
        .map(message -> message.to() + " " + message.text())
        .toList();
  }

  private List<String> states(String kind) {
    return jdbc.sql("select state from reminder where kind = :kind and day = '2026-03-19'")
        .param("kind", kind)
        .query(String.class)
        .list();
  }

  @Test
  void aBabyThatWasEnteredTwiceIsSpokenOfOnce() {
    families.baby(kept, BORN, "Zawadi");
    families.baby(other, BORN, "Zawadi");
    merged();

    clinic.comeDue();
    clinic.deliver();

    assertThat(words()).singleElement().asString().startsWith("+254700000001");
  }

  @Test
  void twoBabiesOfOneDayAreOneMessage() {
    families.baby(kept, BORN, "Zawadi");
    families.baby(other, BORN, "Pendo");
    clinic.comeDue();
    merged();

    clinic.deliver();

    assertThat(words()).singleElement().asString().contains("Zawadi").contains("Pendo");
  }

  @Test
  void whatWaitedUnderTheOtherRecordGoesOut() {
    families.baby(other, BORN, "Pendo");
    clinic.comeDue();
    merged();

    clinic.deliver();

    assertThat(words()).singleElement().asString().startsWith("+254700000001").contains("Pendo");
  }

  @Test
  void whoIsRegisteredAfterwardsIsInTheSameMessage() {
    families.baby(other, BORN, "Pendo");
    clinic.comeDue();
    merged();
    families.baby(kept, BORN, "Zawadi");

    clinic.deliver();

    assertThat(words()).singleElement().asString().contains("Pendo").contains("Zawadi");
  }

  @Test
  void whatWasToBeTriedAgainTheNextDayIsTriedAgain() {
    families.baby(other, BORN, "Pendo");
    // what was missed is still said the day after
    clinic.at(Instant.parse("2026-03-19T06:01:00Z"));
    providers.sms().says(Outcome.refused("busy"));
    clinic.worker().deliverDue(clock.now());
    assertThat(states("MISSED")).containsExactly("RETRY");
    clock.advance(Duration.ofHours(25));
    providers.reset();
    merged();

    clinic.deliver();

    assertThat(states("MISSED")).containsExactly("ACCEPTED");
  }

  @Test
  void whatLeftUnderTheOtherRecordIsNotSentAgain() {
    families.baby(other, BORN, "Zawadi");
    clinic.comeDue();
    clinic.deliver();
    families.baby(kept, BORN, "Zawadi");
    assertThat(clinic.row(kept).state()).isEqualTo(State.PLANNED);
    merged();

    clinic.deliver();

    assertThat(words()).hasSize(1);
    assertThat(clinic.rows("r.mother_id = " + kept))
        .extracting(Clinic.Row::state)
        .containsExactlyInAnyOrder(State.ACCEPTED, State.CANCELLED);
  }

  @Test
  void afterAnUndoEachHearsOfHerOwnAndNobodyTwice() {
    families.baby(other, BORN, "Zawadi");
    clinic.comeDue();
    clinic.deliver();
    families.baby(kept, BORN, "Zawadi");
    String merge = merged();

    undo(merge);
    clinic.deliver();

    assertThat(words()).hasSize(2);
    assertThat(words().get(0)).startsWith("+254700000002");
    assertThat(words().get(1)).startsWith("+254700000001");
    assertThat(clinic.row(other).state()).isEqualTo(State.ACCEPTED);
  }

  @Test
  void whatWasSentTogetherIsNotSentAgainAfterAnUndo() {
    families.baby(kept, BORN, "Zawadi");
    families.baby(other, BORN, "Pendo");
    clinic.comeDue();
    String merge = merged();
    clinic.deliver();

    undo(merge);
    clinic.deliver();

    assertThat(words()).hasSize(1);
  }

  @Test
  void whatIsBeingHandedOverIsWaitedForAndNotSentAgain() {
    families.baby(other, BORN, "Pendo");
    clinic.comeDue();
    Intent intent = clinic.claimOne("sms");
    CompletableFuture<Answer> merging = CompletableFuture.supplyAsync(this::merge);
    await().until(() -> jdbc.sql("select count(*) from merged").query(Integer.class).single() == 1);
    assertThat(merging).as("recorded, and not answered yet").isNotDone();

    clinic.close(intent, Outcome.accepted("there"));

    assertThat(merging.orTimeout(20, TimeUnit.SECONDS).join().status()).isEqualTo(201);
    assertThat(clinic.row(kept).state()).isEqualTo(State.ACCEPTED);
    clinic.deliver();
    assertThat(words()).isEmpty();
  }

  @Test
  void aReceiptThatComesLaterFindsItsReminder() {
    families.baby(other, BORN, "Pendo");
    clinic.comeDue();
    clinic.deliver();
    Clinic.Row sent = clinic.row(other);
    merged();

    inbox.receipts(List.of(clinic.receipt(sent, "event", Status.DELIVERED)), clock.now());

    assertThat(clinic.row(kept).state()).isEqualTo(State.DELIVERED);
  }

  @Test
  void aStopFromThePhoneOfTheOtherRecordStopsHers() {
    families.baby(kept, BORN, "Zawadi");
    clinic.comeDue();
    merged();

    inbox.wrote(new Inbound("sms", "event", "+254700000002", "STOP", clock.now()), clock.now());
    clinic.deliver();

    assertThat(words()).isEmpty();
    assertThat(clinic.row(kept).why()).isEqualTo("she said stop");
  }

  @Test
  void theLinkInAnOldMailStopsHers() {
    families.baby(kept, BORN, "Zawadi");
    merged();

    clinic.parts().mothers().optOutByHer(other, clock.now());

    assertThat(admin.get("/api/mothers/" + kept).json().path("optedOut").asBoolean()).isTrue();
  }

  @Test
  void aLossUnderOneRecordStopsWhatWaitedUnderTheOther() {
    long lost = families.pregnancy(other, LocalDate.parse("2025-08-07"));
    families.pregnancy(kept, LocalDate.parse("2025-08-07"));
    admin.post(
        "/api/pregnancies/" + lost + "/outcome",
        "{\"outcome\": \"STILLBIRTH\", \"on\": \"2026-03-09\"}");
    merged();
    for (int day = 0; day < 60; day++) {
      clock.advance(Duration.ofDays(1));
      clinic.at(clock.now());
      clinic.deliver();
    }

    assertThat(words()).isEmpty();
  }

  @Test
  void whileItWaitsForTheMothersRemindersAreFree() {
    families.baby(kept, BORN, "Zawadi");
    families.baby(other, BORN, "Pendo");

    clinic.whileHolding("mother", this::merge, "reminder");
  }

  @Test
  void whatIsRecordedMeanwhileFindsTheBabyWhereItIsNow() {
    long baby = families.baby(other, BORN, "Pendo");
    CompletableFuture<Answer> given =
        whileMerging(
            () ->
                admin.post(
                    "/api/babies/" + baby + "/doses",
                    "{\"vaccine\": \"BCG\", \"on\": \"2026-02-01\"}"));

    Answer answer = given.orTimeout(20, TimeUnit.SECONDS).join();

    assertThat(answer.status()).as(answer::toString).isEqualTo(201);
    assertThat(admin.get("/api/babies/" + baby).json().path("motherId").asString())
        .isEqualTo(Long.toString(kept));
  }

  @Test
  void aStopThatWaitedMeanwhileStopsHers() {
    CompletableFuture<Boolean> stop =
        whileMerging(
            () -> {
              Sight.ALL.run(() -> clinic.parts().mothers().optOutByHer(other, clock.now()));
              return true;
            });

    assertThat(stop.orTimeout(20, TimeUnit.SECONDS).join()).isTrue();
    assertThat(admin.get("/api/mothers/" + kept).json().path("optedOut").asBoolean()).isTrue();
  }

  /** Begins something that has to wait until the two are one. */
  private <T> CompletableFuture<T> whileMerging(Supplier<T> work) {
    return Objects.requireNonNull(
        transaction.execute(
            status -> {
              MergeForm with = new MergeForm(Long.toString(other), null, null, null);
              Sight.ALL.run(() -> merging.merge(kept, with, ADMIN, clock.now()));
              CompletableFuture<T> begun = CompletableFuture.supplyAsync(work);
              clinic.waitsForALock();
              return begun;
            }));
  }
}
