package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.channel.Inbound;
import io.doula.channel.Outcome;
import io.doula.core.Sight;
import io.doula.family.Mothers;
import io.doula.testing.Api;
import io.doula.testing.Families;
import io.doula.testing.Staff;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

/** From the answer on nothing more is handed to a provider. */
class StopsTest extends DeliveringTest {
  private static final Instant TODAY = Instant.parse("2026-03-10T06:00:00Z");
  private static final int ROUNDS = 200;

  @Autowired Families families;
  @Autowired Mothers mothers;
  @Autowired Unsubscribing unsubscribing;
  @Autowired Tick tick;
  @Autowired Api api;
  @Autowired Staff staff;

  private long mother;
  private long pregnancy;

  /** Every way to stop. */
  enum Way {
    STILLBIRTH,
    MISCARRIAGE,
    TERMINATION,
    DEATH,
    STAFF,
    ERASE,
    LINK,
    WORD,
    COMPLAINT
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void nothingMoreIsSentAfter(Way way) {
    anExpectingMother();
    stop(way);
    assertThat(sentInTheNextWeeks()).isZero();
  }

  @Test
  void withoutAStopSheIsWrittenTo() {
    anExpectingMother();
    assertThat(sentInTheNextWeeks()).isPositive();
  }

  @Test
  void afterABabysDeathNothingMoreIsSentAboutIt() {
    mother = clinic.mother("whatsapp");
    long baby = jdbc.sql("select id from baby").query(Long.class).single();
    assertThat(post("/api/babies/" + baby + "/death", "{\"on\": \"2026-03-10\"}")).isEqualTo(200);
    assertThat(sentInTheNextWeeks()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"STILLBIRTH", "MISCARRIAGE", "TERMINATION"})
  void theNextPregnancyStartsClean(Way loss) {
    anExpectingMother();
    stop(loss);
    clock.set("2026-06-20T06:00:00Z");
    families.pregnancy(mother, LocalDate.parse("2026-05-01"));
    assertThat(sentInTheNextWeeks()).isPositive();
  }

  @Test
  void aStopAndAClaimAtTheSameMomentNeverPassEachOther() throws Exception {
    mother = clinic.mother("whatsapp");
    clinic.comeDue();
    Random random = new Random(7);
    AtomicBoolean answered = new AtomicBoolean();
    AtomicInteger afterwards = new AtomicInteger();
    AtomicInteger sent = new AtomicInteger();
    providers.whatsapp().answer =
        message -> {
          LockSupport.parkNanos(500_000);
          if (answered.get()) {
            afterwards.incrementAndGet();
          }
          sent.incrementAndGet();
          return Outcome.accepted("x");
        };
    Delivery worker = clinic.worker();
    ExecutorService someone =
        Executors.newFixedThreadPool(2, work -> new Thread(Sight.ALL.over(work)));
    try {
      for (int round = 0; round < ROUNDS; round++) {
        again();
        answered.set(false);
        CyclicBarrier start = new CyclicBarrier(2);
        long ahead = (long) Math.pow(10, 4 + random.nextDouble() * 3.2);
        Future<?> claim =
            someone.submit(
                () -> {
                  start.await();
                  worker.deliver("whatsapp", Reading.at(clock.now()));
                  return null;
                });
        Future<?> stop =
            someone.submit(
                () -> {
                  start.await();
                  LockSupport.parkNanos(ahead);
                  mothers.optOutByHer(mother, clock.now());
                  answered.set(true);
                  return null;
                });
        stop.get(20, TimeUnit.SECONDS);
        claim.get(20, TimeUnit.SECONDS);
      }
    } finally {
      someone.shutdownNow();
    }
    assertThat(afterwards).hasValue(0);
    assertThat(sent.get()).as("both come first now and then").isBetween(1, ROUNDS - 1);
  }

  @Test
  void alsoTheAnswerToASecondStopWaitsForTheMessageUnderWay() throws Exception {
    mother = clinic.mother("whatsapp");
    clinic.comeDue();
    Intent underWay = clinic.claimOne("whatsapp");
    CompletableFuture<Void> first = stopInBackground();
    assertThatThrownBy(() -> first.get(300, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    CompletableFuture<Void> second = stopInBackground();
    assertThatThrownBy(() -> second.get(300, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    clinic.close(underWay, Outcome.accepted("x"));
    first.get(5, TimeUnit.SECONDS);
    second.get(5, TimeUnit.SECONDS);
  }

  /** Nobody waits for its answer, and in a herd there is always a message under way. */
  @Test
  @Timeout(10)
  void theBeatDoesNotWaitForMessagesUnderWay() {
    mother = clinic.mother("whatsapp");
    clinic.comeDue();
    clinic.claimOne("whatsapp");
    jdbc.sql("update mother set replan_at = '2026-03-01T00:00:00Z'").update();
    assertThat(tick.run(clock.now())).isEqualTo(1);
  }

  private CompletableFuture<Void> stopInBackground() {
    return CompletableFuture.runAsync(
        Sight.ALL.over(() -> mothers.optOutByHer(mother, clock.now())));
  }

  private void again() {
    jdbc.sql("update mother set opted_out_at = null").update();
    jdbc.sql(
            """
            update reminder
            set state = 'PLANNED', ended_at = null, claim_at = due_at, channel = 'whatsapp'
            where kind = 'DUE' and day = '2026-03-12'
            """)
        .update();
  }

  private void anExpectingMother() {
    mother = families.mother(families.clinic(), "+254711111111");
    jdbc.sql("update mother set channels = '{whatsapp,sms}', email = 'a@family.example'").update();
    pregnancy = families.pregnancy(mother, LocalDate.parse("2025-10-23"));
  }

  private void stop(Way way) {
    switch (way) {
      case STILLBIRTH, MISCARRIAGE, TERMINATION ->
          assertThat(
                  post(
                      "/api/pregnancies/" + pregnancy + "/outcome",
                      "{\"outcome\": \"%s\", \"on\": \"2026-03-10\"}".formatted(way)))
              .isEqualTo(200);
      case DEATH ->
          assertThat(post("/api/mothers/" + mother + "/death", "{\"on\": \"2026-03-10\"}"))
              .isEqualTo(200);
      case ERASE -> assertThat(post("/api/mothers/" + mother + "/erase", "{}")).isEqualTo(204);
      case STAFF -> assertThat(post("/api/mothers/" + mother + "/opt-out", "{}")).isEqualTo(200);
      case LINK -> unsubscribing.stop(unsubscribing.token(mother), clock.now());
      case WORD ->
          inbox.wrote(
              new Inbound("whatsapp", "e", "+254711111111", "STOP", clock.now()), clock.now());
      case COMPLAINT -> inbox.complained("email", "e", "a@family.example", clock.now());
    }
  }

  private int post(String path, String json) {
    return api.as(staff.admin()).post(path, json).status();
  }

  private int sentInTheNextWeeks() {
    Instant from = clock.now().equals(TODAY) ? Instant.parse("2026-03-10T06:01:00Z") : clock.now();
    Delivery worker = clinic.worker();
    for (int day = 0; day < 60; day++) {
      clinic.at(from.plus(Duration.ofDays(day)).plusSeconds(60));
      clinic.deliver(worker);
    }
    return providers.whatsapp().count() + providers.sms().count();
  }
}
