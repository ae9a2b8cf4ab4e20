package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.channel.Outcome;
import io.doula.core.Sight;
import io.doula.core.Times;
import io.doula.database.MovableClock;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ActiveProfiles;

@DoulaTest
@ActiveProfiles("local")
class FastForwardTest {
  private static final Instant ITS_HOUR = Instant.parse("2026-03-12T06:01:00Z");

  @Autowired Families families;
  @Autowired JdbcClient jdbc;
  @Autowired MovableClock clock;
  @Autowired Tick tick;
  @Autowired Ledger ledger;
  @Autowired FastForward fastForward;

  @AfterEach
  void theClockIsPutBack() {
    jdbc.sql("update local_clock set ahead = '0'").update();
  }

  @Test
  void theClockDoesNotMoveWhileAnotherWorkerIsSending() throws Exception {
    long mother = families.mother(families.clinic(), "+254700000001");
    families.baby(mother, LocalDate.parse("2026-01-29"), "Zawadi");
    jdbc.sql(
            """
            update local_clock
            set ahead = make_interval(secs => extract(epoch from :itsHour - clock_timestamp()))
            """)
        .param("itsHour", Times.utc(ITS_HOUR))
        .update();
    tick.run(clock.now());
    Intent others = ledger.claim("sms", 10, clock.now()).intents().get(0);

    CompletableFuture<Instant> advanced =
        CompletableFuture.supplyAsync(
            () -> Sight.ALL.get(() -> fastForward.advance(Duration.ofDays(1))));
    TimeUnit.MILLISECONDS.sleep(500);
    ledger.close(List.of(new Ledger.Closing(others, Outcome.accepted("x"), clock.now())));

    assertThat(advanced.get(30, TimeUnit.SECONDS)).isAfter(ITS_HOUR.plus(Duration.ofDays(1)));
    assertThat(jdbc.sql("select outcome from attempt").query(String.class).list())
        .containsExactly("ACCEPTED");
  }
}
