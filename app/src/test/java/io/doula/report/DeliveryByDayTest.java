package io.doula.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.reminder.State;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What became of the reminders, day by day. Today is 2026-03-10. */
@DoulaTest
class DeliveryByDayTest {
  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired Families families;
  @Autowired MovedClock clock;
  @Autowired JdbcClient jdbc;
  Api admin;
  long clinic;

  @BeforeEach
  void aClinic() {
    admin = api.as(staff.admin());
    clinic = families.clinic();
  }

  private void reminder(String day, String channel, State state) {
    reminder(day, day + "T06:00:00Z", channel, state);
  }

  private void reminder(String day, String dueAt, String channel, State state) {
    jdbc.sql(
            """
            insert into reminder (mother_id, day, kind, due_at, expires_at, state, why, channel, lease_until,
              claim_at, created_at)
            values (:mother, cast(:day as date), 'DUE', cast(:dueAt as timestamptz), '2026-12-31', :state, 'a test',
              :channel, case when :state = 'SENDING' then timestamptz '2026-12-31' end, '2026-03-01', '2026-03-01')
            """)
        .param("mother", families.mother(clinic))
        .param("day", day)
        .param("dueAt", dueAt)
        .param("state", state.name())
        .param("channel", channel)
        .update();
  }

  private JsonNode report(String query) {
    Answer answer = admin.get("/api/reports/delivery/" + query);
    assertThat(answer.status()).as(answer::toString).isEqualTo(200);
    return answer.json();
  }

  private List<String> days(String query) {
    return report(query)
        .path("items")
        .valueStream()
        .map(i -> i.path("day").asString() + " " + i.path("planned").asInt())
        .toList();
  }

  private static int of(JsonNode item, String field) {
    assertThat(item.path(field).isIntegralNumber()).as(field).isTrue();
    return item.path(field).asInt();
  }

  @Test
  void everyStateIsCountedOnceAndTheTotalsAddUp() {
    for (State state : State.values()) {
      reminder("2026-03-09", "sms", state);
    }

    JsonNode day = report("").path("items").get(0);

    assertThat(of(day, "planned")).isEqualTo(State.values().length);
    assertThat(of(day, "waiting")).isEqualTo(4);
    assertThat(of(day, "accepted")).isEqualTo(4);
    assertThat(of(day, "sent")).isEqualTo(3);
    assertThat(of(day, "delivered")).isEqualTo(2);
    assertThat(of(day, "read")).isEqualTo(1);
    assertThat(of(day, "unknown")).isEqualTo(1);
    assertThat(
            of(day, "waiting")
                + of(day, "accepted")
                + of(day, "failed")
                + of(day, "unknown")
                + of(day, "suppressed")
                + of(day, "cancelled")
                + of(day, "expired"))
        .isEqualTo(of(day, "planned"));
  }

  @Test
  void eachDayAndChannelIsALine() {
    reminder("2026-03-09", "whatsapp", State.DELIVERED);
    reminder("2026-03-09", "whatsapp", State.UNKNOWN);
    reminder("2026-03-09", "sms", State.ACCEPTED);
    reminder("2026-03-09", "", State.PLANNED);
    reminder("2026-03-08", "sms", State.FAILED);

    assertThat(
            report("")
                .path("items")
                .valueStream()
                .map(
                    item ->
                        "%s %s %d %d %d %d %d"
                            .formatted(
                                item.path("day").asString(),
                                item.path("channel").isNull()
                                    ? "none"
                                    : item.path("channel").asString(),
                                of(item, "planned"),
                                of(item, "accepted"),
                                of(item, "delivered"),
                                of(item, "failed"),
                                of(item, "unknown"))))
        .containsExactly(
            "2026-03-08 sms 1 0 0 1 0",
            "2026-03-09 none 1 0 0 0 0",
            "2026-03-09 sms 1 1 0 0 0",
            "2026-03-09 whatsapp 2 1 1 0 1");
  }

  @Test
  void withoutAPeriodItIsTheLastThirtyDays() {
    reminder("2026-02-08", "sms", State.SENT);
    reminder("2026-02-09", "sms", State.SENT);
    reminder("2026-03-10", "sms", State.SENT);
    reminder("2026-03-11", "sms", State.PLANNED);

    assertThat(days("")).containsExactly("2026-02-09 1", "2026-03-10 1");
    assertThat(report("").path("from").asString()).isEqualTo("2026-02-09");
    assertThat(report("").path("to").asString()).isEqualTo("2026-03-10");
    assertThat(days("?to=2026-03-09")).containsExactly("2026-02-08 1", "2026-02-09 1");
    assertThat(days("?from=2026-03-10")).containsExactly("2026-03-10 1");
    assertThat(days("?from=2026-03-11&to=2026-03-11")).containsExactly("2026-03-11 1");
  }

  @Test
  void anInstantIsHeldAgainstTheMomentItFellDue() {
    reminder("2026-03-09", "2026-03-09T06:00:00Z", "sms", State.SENT);
    reminder("2026-03-09", "2026-03-09T06:00:30Z", "sms", State.SENT);

    assertThat(days("?from=2026-03-09T06:00:30Z")).containsExactly("2026-03-09 1");
    assertThat(days("?from=2026-03-09T06:00:00Z")).containsExactly("2026-03-09 2");
    assertThat(days("?from=2026-03-09&to=2026-03-09T09:00:00%2B03:00"))
        .containsExactly("2026-03-09 1");
    assertThat(days("?to=2026-03-09T05:59:59Z")).isEmpty();
    assertThat(report("?from=2026-03-09T09:00:00%2B03:00").path("from").asString())
        .isEqualTo("2026-03-09T06:00:00Z");
  }

  @Test
  void todayIsTheClinicsOwn() {
    clinic = families.clinic("Asia/Kathmandu");
    reminder("2026-03-11", "2026-03-10T18:30:00Z", "sms", State.SENT);

    clock.set("2026-03-10T18:14:59Z"); // 23:59:59 there
    assertThat(days("?clinic=" + clinic)).isEmpty();
    clock.set("2026-03-10T18:15:00Z");
    assertThat(days("?clinic=" + clinic)).containsExactly("2026-03-11 1");
    assertThat(days("")).containsExactly("2026-03-11 1");
  }

  @Test
  void aReminderStandsUnderTheDayWhereTheMotherLives() {
    for (String zone : List.of("Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago")) {
      for (String time : List.of("00:00", "23:59")) {
        long there = families.clinic(zone);
        jdbc.sql(
                """
                update clinic set send_at = cast(:time as time), quiet_from = '12:00', quiet_to = '12:00'
                where id = :id
                """)
            .param("time", time)
            .param("id", there)
            .update();
        // six weeks on 2026-03-20
        families.baby(families.mother(there), LocalDate.parse("2026-02-06"), null);

        assertThat(days("?from=2026-03-20&to=2026-03-20&clinic=" + there))
            .as(zone + " " + time)
            .containsExactly("2026-03-20 1");
      }
    }
  }

  @Test
  void aDayOfClockChangeIsADay() {
    clock.set("2026-03-01T12:00:00Z");
    long newYork = families.clinic("America/New_York");
    // six weeks on 2026-03-08, when the clock goes forward at 02:00
    families.baby(families.mother(newYork), LocalDate.parse("2026-01-25"), null);

    assertThat(days("?from=2026-03-08&to=2026-03-08")).containsExactly("2026-03-08 1");
    assertThat(days("?from=2026-03-08T13:00:00Z&to=2026-03-08T13:01:01Z"))
        .containsExactly("2026-03-08 1");
  }

  @Test
  void aPeriodHasABeginningAnEndAndALimit() {
    refused("?from=2026-03-11", "must not lie after 2026-03-10, the end of the period");
    refused("?from=2026-03-10&to=2026-03-09", "must not lie after 2026-03-09");
    refused("?from=2026-03-09T06:00:01Z&to=2026-03-09T06:00:00Z", "must not lie after");
    refused("?from=2025-12-08", "makes more than 92 days until 2026-03-10");
    refused("?from=1900-01-01&to=2199-12-31", "makes more than 92 days");
    assertThat(report("?from=2025-12-09").path("from").asString()).isEqualTo("2025-12-09");

    assertThat(admin.get("/api/reports/delivery?from=2026-02-30").wrongFields())
        .containsExactly("from");
    assertThat(admin.get("/api/reports/delivery?to=tomorrow").wrongFields()).containsExactly("to");
  }

  private void refused(String query, String message) {
    Answer answer = admin.get("/api/reports/delivery" + query);
    assertThat(answer.status()).as(query).isEqualTo(400);
    assertThat(answer.wrongFields()).containsExactly("from");
    assertThat(answer.text()).contains(message);
  }

  @Test
  void whereNothingWasPlannedThereIsNoLine() {
    JsonNode report = report("?clinic=" + clinic);

    assertThat(report.path("items").isEmpty()).isTrue();
    assertThat(report.path("clinics").get(0).asString()).isEqualTo(Long.toString(clinic));
  }
}
