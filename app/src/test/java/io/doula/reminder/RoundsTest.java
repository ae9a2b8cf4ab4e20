package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.VISIBILITY_TIMEOUT;

import com.zaxxer.hikari.HikariDataSource;
import io.doula.channel.Outcome;
import io.doula.core.ProgramClock;
import io.doula.core.Times;
import io.doula.queue.Hint;
import io.doula.queue.Hints;
import io.doula.queue.UnreadableHints;
import io.doula.testing.EmbeddedSqs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Functions alone: a tick each minute, rounds of sending that hints in SQS begin, one connection to
 * the database, and nobody who looks in between. The test is EventBridge and Lambda.
 */
@TestPropertySource(properties = "DOULA_SEND_TIMEOUT=PT2S")
@DirtiesContext
@Timeout(120)
class RoundsTest extends DeliveringTest {
  private static final String QUEUE = "doula";
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** What is left of it when a round may begin no more call. */
  private static final Duration A_CALL = Duration.ofSeconds(7);

  private static EmbeddedSqs sqs;

  @Autowired TickRound tick;
  @Autowired DeliverySettings settings;
  @Autowired DataSource database;

  private Delivery worker;

  @DynamicPropertySource
  static void queue(DynamicPropertyRegistry properties) throws Exception {
    sqs = EmbeddedSqs.onFreePort().start();
    // six times a function's two minutes, as template.yaml has it
    sqs.queue(QUEUE, Map.of(VISIBILITY_TIMEOUT, "720"));
    sqs.settings(QUEUE).forEach((name, value) -> properties.add(name, () -> value));
  }

  @AfterAll
  static void noSqs() {
    sqs.close();
  }

  /** Not from the start: Flyway takes two. */
  @BeforeEach
  void oneConnection() throws Exception {
    HikariDataSource pool = database.unwrap(HikariDataSource.class);
    pool.getHikariConfigMXBean().setMinimumIdle(1);
    pool.getHikariConfigMXBean().setMaximumPoolSize(1);
    pool.getHikariPoolMXBean().softEvictConnections();
  }

  @BeforeEach
  void anEmptyQueue() {
    sqs.client().purgeQueue(purged -> purged.queueUrl(sqs.url(QUEUE)));
    worker = clinic.worker();
  }

  @Test
  void aTickAndTheRoundThatItsHintsBeginSendAllThatIsDue() {
    clinic.mothers(40, "whatsapp");
    clinic.mothers(40, "sms");
    clock.set(Clinic.DUE);
    TickRound.Done done = tick.run(MINUTE);
    assertThat(done.hinted()).isEqualTo(80);
    assertThat(done.seen().oldestDue()).isPositive();
    invoke();
    assertThat(clinic.states()).containsExactly(State.ACCEPTED);
    TickRound.Done next = minuteLater();
    assertThat(next.hinted()).as("nothing is due, nobody is woken").isZero();
    assertThat(next.seen().oldestDue()).isZero();
    assertThat(received()).isEmpty();
  }

  @Test
  void aHintThatWasLostIsGivenAgainByTheNextTickInOneMessage() {
    clinic.mothers(70, "whatsapp");
    clinic.mothers(3, "sms");
    clock.set(Clinic.DUE);
    tick.run(MINUTE);
    assertThat(received()).as("one message a channel, and both are lost").hasSize(2);
    assertThat(clinic.states()).containsExactly(State.QUEUED);
    assertThat(minuteLater().hinted()).isEqualTo(2);
    invoke();
    assertThat(clinic.states()).containsExactly(State.ACCEPTED);
  }

  @Test
  void whatAKilledFunctionLeftIsRecoveredWithinItsLeaseAndAMinute() {
    clinic.mothers(50, "whatsapp");
    clock.set(Clinic.DUE);
    tick.run(MINUTE);
    // it holds the hints, which SQS keeps from all others for twelve minutes, and dies in the
    // middle
    assertThat(received()).hasSize(1);
    assertThat(ledger.claim("whatsapp", 20, clock.now()).intents()).hasSize(20);
    assertThat(received()).isEmpty();
    Instant died = clock.now();
    minuteLater();
    invoke();
    assertThat(Duration.between(died, clock.now()))
        .isLessThanOrEqualTo(settings.lease().plus(MINUTE));
    assertThat(clinic.rows("state = 'ACCEPTED'"))
        .as("what it had not claimed went out")
        .hasSize(30);
    assertThat(clinic.rows("state = 'UNKNOWN'"))
        .as("what it was sending is settled: nobody knows, so receipts are waited for")
        .hasSize(20);
    assertThat(providers.whatsapp().count()).as("and nothing was sent again").isEqualTo(30);

    clock.advance(settings.receiptWait());
    minuteLater();
    minuteLater();
    invoke();
    assertThat(clinic.states())
        .as("had they been accepted, their receipts would be here")
        .containsExactly(State.ACCEPTED);
    assertThat(providers.whatsapp().count()).isEqualTo(50);
  }

  @Test
  void whatDiedJustBeforeATickIsRecoveredWithinItsLeaseAndAMinuteToo() {
    clinic.mothers(5, "whatsapp");
    clock.set(Clinic.DUE);
    tick.run(MINUTE);
    received();
    clock.advance(Duration.ofSeconds(59));
    Instant died = clock.now();
    assertThat(ledger.claim("whatsapp", 20, died).intents()).hasSize(5);
    clock.advance(Duration.ofSeconds(1));
    tick.run(MINUTE);
    assertThat(clinic.states()).containsExactly(State.SENDING);
    minuteLater();
    assertThat(clinic.states()).containsExactly(State.UNKNOWN);
    assertThat(Duration.between(died, clock.now()))
        .isLessThanOrEqualTo(settings.lease().plus(MINUTE));
  }

  @Test
  void whereSomethingNewIsHintedNothingOldIsHintedAgain() {
    List<Long> mothers = clinic.mothers(5, "whatsapp");
    clock.set(Clinic.DUE);
    jdbc.sql(
            "update reminder set claim_at = :later where day = '2026-03-12' and mother_id = any(:some)")
        .param("later", Times.utc(Clinic.DUE.plusSeconds(30)))
        .param("some", mothers.subList(2, 5).toArray(Long[]::new))
        .update();
    assertThat(tick.run(MINUTE).hinted()).isEqualTo(2);
    received();
    assertThat(minuteLater().hinted()).isEqualTo(3);
    invoke();
    assertThat(clinic.states()).as("old and new").containsExactly(State.ACCEPTED);
  }

  @Test
  void aMessageHoldsIdsEpochsAndAChannelAndNothingOfHers() {
    clinic.mothers(3, "whatsapp");
    clinic.mothers(1, "email");
    clock.set(Clinic.DUE);
    tick.run(MINUTE);
    List<String> known =
        jdbc.sql("select channel || ' ' || id || ':' || epoch from reminder where state = 'QUEUED'")
            .query(String.class)
            .list();
    List<String> said = new ArrayList<>();
    for (Message message : received()) {
      assertThat(message.body()).matches("[a-z]+ [0-9:,]+");
      hints(message)
          .forEach(h -> said.add("%s %d:%d".formatted(h.channel(), h.reminderId(), h.epoch())));
    }
    assertThat(said).hasSize(4).containsExactlyInAnyOrderElementsOf(known);
  }

  @Test
  void aRoundWaitsForTheRateAndEndsInTimeWithTheRestStillDue() {
    providers.whatsapp().rate = 10;
    clinic.mothers(100, "whatsapp");
    clinic.comeDue();
    long start = System.nanoTime();
    int looked = round().run(Set.of("whatsapp"), A_CALL.plusSeconds(4));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(took).isLessThan(A_CALL.plusSeconds(4));
    assertThat(looked).as("about ten in each of four seconds").isBetween(11, 50);
    assertThat(providers.whatsapp().count()).isEqualTo(looked);
    assertThat(clinic.rows("state = 'PLANNED'")).hasSize(100 - looked);
  }

  @Test
  void aProviderThatHangsKeepsNoOtherChannelWaiting() {
    clinic.mothers(40, "whatsapp");
    clinic.mothers(150, "sms");
    clinic.comeDue();
    CountDownLatch hanging = new CountDownLatch(1);
    providers.whatsapp().answer =
        message -> {
          waitFor(hanging);
          return Outcome.unknown("no answer in time");
        };
    worker = clinic.worker(Line.BREAKER);
    CompletableFuture<Integer> round =
        CompletableFuture.supplyAsync(
            () -> round().run(Set.of("whatsapp", "sms"), Duration.ofMinutes(2)));
    try {
      await().atMost(MINUTE).until(() -> providers.sms().count() == 150);
    } finally {
      hanging.countDown();
    }
    assertThat(round.orTimeout(40, TimeUnit.SECONDS).join())
        .as("it ends when the breaker opens, not when the time is over")
        .isEqualTo(190);
    assertThat(clinic.states()).containsExactly(State.ACCEPTED, State.UNKNOWN);
  }

  @Test
  void aSlowProviderHasAsManyCallsAtOnceAsItsRateAsksFor() {
    providers.whatsapp().rate = 40;
    clinic.mothers(60, "whatsapp");
    clinic.comeDue();
    CountDownLatch slow = new CountDownLatch(1);
    providers.whatsapp().answer =
        message -> {
          waitFor(slow);
          return Outcome.accepted("x");
        };
    CompletableFuture<Integer> round =
        CompletableFuture.supplyAsync(() -> round().run(Set.of("whatsapp"), MINUTE));
    try {
      await().atMost(MINUTE).until(() -> providers.whatsapp().count() >= 25);
    } finally {
      slow.countDown();
    }
    assertThat(round.orTimeout(40, TimeUnit.SECONDS).join()).isEqualTo(60);
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aChannelThatWantsToBeLeftAloneDoesNotKeepARoundForItsWholeTime() {
    clinic.mothers(40, "whatsapp");
    clinic.comeDue();
    providers.whatsapp().says(Outcome.tooMany("429", Duration.ofMinutes(10)));
    long start = System.nanoTime();
    round().run(Set.of("whatsapp"), Duration.ofMinutes(2));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    assertThat(providers.whatsapp().count()).isPositive();
  }

  @Test
  void aRoundPassesOverChannelsThatAreNotSetUpHere() {
    clinic.mothers(2, "sms");
    clinic.comeDue();
    assertThat(round().run(Set.of("pigeon", "sms"), MINUTE)).isEqualTo(2);
    assertThat(round().run(Set.of(), MINUTE)).isZero();
  }

  @Test
  void withLessTimeThanASlowCallTakesWhatIsDueStillGoesAndWithNoneNothingIsBegun() {
    clinic.mothers(2, "sms");
    clinic.comeDue();
    assertThatThrownBy(() -> round().run(Set.of("sms"), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no time to send");
    assertThat(providers.sms().count()).isZero();
    assertThat(clinic.states()).containsExactly(State.PLANNED);
    assertThat(round().run(Set.of("sms"), A_CALL.minusSeconds(1))).isEqualTo(2);
    assertThat(clinic.states()).containsExactly(State.ACCEPTED);
  }

  @Test
  void aRoundThatFailsSaysSoAndTheNextOneSendsWhatItCouldNot() {
    clinic.mothers(2, "sms");
    clinic.comeDue();
    jdbc.sql("alter table channel_rate rename to channel_rate_away").update();
    try {
      assertThatThrownBy(() -> round().run(Set.of("sms"), MINUTE))
          .isInstanceOf(DataAccessException.class);
    } finally {
      jdbc.sql("alter table channel_rate_away rename to channel_rate").update();
    }
    round().run(Set.of("sms"), MINUTE);
    assertThat(clinic.states()).containsExactly(State.ACCEPTED);
  }

  @Test
  void whatWaitsForAProviderThatHasBeenDownForAnHourTakesTheNextChannel() {
    long mother = clinic.mother("whatsapp", "sms");
    clinic.mothers(15, "whatsapp");
    clinic.comeDue();
    providers.whatsapp().says(Outcome.unknown("cut off"));
    worker = clinic.worker(Line.BREAKER);
    jdbc.sql(
            "update reminder set claim_at = claim_at + interval '10 minutes' where mother_id = :id")
        .param("id", mother)
        .update();
    round().run(Set.of("whatsapp"), MINUTE);
    assertThat(worker.isDown("whatsapp")).isTrue();
    clock.advance(Duration.ofMinutes(80));
    round().run(Set.of("whatsapp"), MINUTE);
    assertThat(clinic.row(mother).channel()).isEqualTo("sms");
  }

  /** With the time of a clock that runs, which tokens need. */
  private SendRound round() {
    Instant begin = clock.now();
    long start = System.nanoTime();
    ProgramClock runs = () -> begin.plusNanos(System.nanoTime() - start);
    return new SendRound(worker, runs, settings);
  }

  private TickRound.Done minuteLater() {
    clock.advance(MINUTE);
    return tick.run(MINUTE);
  }

  /** As Lambda does with what lies in the queue: all of it, once; what is done is deleted. */
  private void invoke() {
    List<Message> messages = received();
    Set<String> channels = new TreeSet<>();
    messages.forEach(message -> hints(message).forEach(hint -> channels.add(hint.channel())));
    if (!channels.isEmpty()) {
      new SendRound(worker, clock, settings).run(channels, Duration.ofMinutes(2));
    }
    messages.forEach(
        m ->
            sqs.client()
                .deleteMessage(
                    done -> done.queueUrl(sqs.url(QUEUE)).receiptHandle(m.receiptHandle())));
  }

  private static List<Hint> hints(Message message) {
    try {
      return Hints.read(message.body());
    } catch (UnreadableHints e) {
      throw new AssertionError(e);
    }
  }

  private static List<Message> received() {
    List<Message> all = new ArrayList<>();
    List<Message> some;
    do {
      some =
          sqs.client()
              .receiveMessage(asked -> asked.queueUrl(sqs.url(QUEUE)).maxNumberOfMessages(10))
              .messages();
      all.addAll(some);
    } while (!some.isEmpty());
    return all;
  }
}
