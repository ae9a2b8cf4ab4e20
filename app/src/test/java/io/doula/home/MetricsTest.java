package io.doula.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.channel.Inbox;
import io.doula.channel.Receipt;
import io.doula.reminder.Delivery;
import io.doula.reminder.Tick;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.MovedClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ActiveProfiles;

/** What docs/metrics.md promises, on the local profile's phones. */
@DoulaTest
@ActiveProfiles("local")
class MetricsTest {
  private static final Instant DUE = Instant.parse("2026-03-12T06:01:00Z");

  @Autowired Api anyone;
  @Autowired Families families;
  @Autowired MovedClock clock;
  @Autowired Tick tick;
  @Autowired Delivery delivery;
  @Autowired Inbox inbox;
  @Autowired JdbcClient jdbc;

  private double measured(String series) {
    return anyone
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  @Test
  void attemptsCallsClaimsAndReceiptsAreCounted() {
    String attempts = "doula_attempts_total{channel=\"sms\",outcome=\"ACCEPTED\"}";
    String receipts = "doula_receipts_total{channel=\"sms\",status=\"DELIVERED\"}";
    String calls = "doula_provider_call_seconds_count{channel=\"sms\"}";
    String claims = "doula_claim_seconds_count{channel=\"sms\"}";
    double before = measured(attempts);
    double receiptsBefore = measured(receipts);
    double callsBefore = measured(calls);
    double claimsBefore = measured(claims);

    aReminderIsSent(DUE);
    Receipt receipt =
        new Receipt(
            "sms", "e1", "1:1", null, Receipt.Status.DELIVERED, null, null, null, clock.now());
    inbox.receipts(List.of(receipt, receipt), clock.now());

    assertThat(measured(attempts)).isEqualTo(before + 1);
    assertThat(measured(calls)).isEqualTo(callsBefore + 1);
    assertThat(measured(claims)).isGreaterThan(claimsBefore);
    assertThat(measured(receipts)).as("each event once").isEqualTo(receiptsBefore + 1);
  }

  private void aReminderIsSent(Instant at) {
    long mother = families.mother(families.clinic());
    families.baby(mother, LocalDate.parse("2026-01-29"), "Zawadi");
    clock.set(at);
    tick.run(clock.now());
    delivery.deliverDue(clock.now());
  }

  @Test
  void aRoundThatTakesSomethingIsSeenByWhoeverWatches() {
    Instant taken = DUE.plusSeconds(60); // other than elsewhere: the sign is given now and then
    aReminderIsSent(taken);
    assertThat(
            jdbc.sql("select taken_at from channel_pulse where channel = 'sms'")
                .query(OffsetDateTime.class)
                .single()
                .toInstant())
        .isEqualTo(taken);
    jdbc.sql("truncate channel_pulse").update();
    clock.advance(Duration.ofMinutes(1));
    delivery.deliverDue(clock.now());
    assertThat(jdbc.sql("select count(*) from channel_pulse").query(Integer.class).single())
        .as("a round that finds nothing is no work")
        .isZero();
  }

  @Test
  void whatStandsInTheTablesIsMeasured() {
    for (String series :
        new String[] {
          "doula_oldest_due_seconds{channel=\"sms\"}",
          "doula_oldest_due_seconds{channel=\"none\"}",
          "doula_due_waiting{channel=\"whatsapp\"}",
          "doula_blocks{channel=\"email\"}",
          "doula_breaker_open{channel=\"sms\"}",
          "doula_unknown_held"
        }) {
      assertThat(anyone.get("/metrics").text()).containsPattern(Pattern.quote(series) + " [0-9.]+");
    }
  }
}
