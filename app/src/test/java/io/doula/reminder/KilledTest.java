package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.MovedClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

@DoulaTest
@Import(CountingPhone.class)
class KilledTest {
  private static final int MOTHERS = 150;
  private static final int KILLS = 3;
  private static final Instant DUE = Instant.parse("2026-03-12T06:01:00Z");

  @Autowired Families families;
  @Autowired JdbcClient jdbc;
  @Autowired MovedClock clock;
  @Autowired Tick tick;
  @Autowired Delivery delivery;

  private final List<DyingWorker> workers = new ArrayList<>();

  @BeforeEach
  void aBook() {
    jdbc.sql(CountingPhone.BOOK).update();
    jdbc.sql("truncate handed_over").update();
  }

  @AfterEach
  void nobodyLeft() throws Exception {
    for (DyingWorker worker : workers) {
      worker.kill();
    }
    jdbc.sql("drop table handed_over").update();
  }

  @Test
  void workersKilledAtAnyMomentLoseNothingAndSendNothingTwice() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < KILLS; i++) {
      workers.add(DyingWorker.start());
    }
    everyMotherIsDue();
    for (DyingWorker worker : workers) {
      int enough = handedOver() + 1 + random.nextInt(MOTHERS / KILLS - 10);
      worker.deliver(clock.now());
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> handedOver() >= enough);
      LockSupport.parkNanos(random.nextInt(5_000_000));
      assertThat(worker.kill()).as("killed at work, seed %d", seed).isTrue();
      clock.advance(Duration.ofSeconds(31));
    }
    deliverTheRest();
    assertThat(jdbc.sql("select reminder_id from handed_over").query(Long.class).list())
        .as("each once, none lost, seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(acceptedDue())
        .hasSize(MOTHERS);
  }

  /** Before and after each commit and each call, on real processes. */
  @Test
  void workersThatEndAtEachMomentOfARoundLoseNothingAndSendNothingTwice() throws Exception {
    for (DyingWorker.Moment moment : DyingWorker.Moment.values()) {
      workers.add(DyingWorker.endingAt(moment));
    }
    everyMotherIsDue();
    for (DyingWorker worker : workers) {
      worker.deliver(clock.now());
      assertThat(worker.awaitEnd()).as("ended at its moment").isEqualTo(9);
      clock.advance(Duration.ofSeconds(31));
    }
    deliverTheRest();
    assertThat(jdbc.sql("select reminder_id from handed_over").query(Long.class).list())
        .containsExactlyInAnyOrderElementsOf(acceptedDue())
        .hasSize(MOTHERS);
  }

  private void everyMotherIsDue() {
    long clinic = families.clinic();
    for (int i = 0; i < MOTHERS; i++) {
      long mother = families.mother(clinic, "+2547000%05d".formatted(i));
      families.baby(mother, LocalDate.parse("2026-01-29"), "Zawadi");
    }
    clock.set(DUE);
    tick.run(DUE);
  }

  /** Past the last lease and the pause after a refusal. */
  private void deliverTheRest() {
    for (int minute = 0; minute < 3; minute++) {
      while (delivery.deliverDue(clock.now()) > 0) {
        // batch after batch
      }
      clock.advance(Duration.ofMinutes(1));
    }
  }

  private int handedOver() {
    return jdbc.sql("select count(*) from handed_over").query(Integer.class).single();
  }

  private List<Long> acceptedDue() {
    return jdbc.sql(
            "select id from reminder where kind = 'DUE' and day = '2026-03-12' and state = 'ACCEPTED'")
        .query(Long.class)
        .list();
  }
}
