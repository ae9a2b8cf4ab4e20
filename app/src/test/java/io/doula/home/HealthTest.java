package io.doula.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@DoulaTest
class HealthTest {
  @Autowired Api anyone;
  @Autowired Staff staff;
  @Autowired JdbcClient jdbc;
  @Autowired MovedClock clock;
  @Autowired DataSource database;

  /** A reminder that could be claimed, or whose lease ended, at the clock's start. */
  private void reminder(String state) {
    jdbc.sql(
            """
            with c as (
              insert into clinic (name, country, time_zone, plan, language, quiet_from, quiet_to, send_at, created_at)
              values ('Kibera ' || :state, 'KE', 'Africa/Nairobi', 'who', 'en', '20:00', '08:00', '09:00', now())
              returning id),
            m as (
              insert into mother (clinic_id, full_name, phone, channels, consent, registered_at)
              select id, 'Amina', '+2547' || lpad(id::text, 8, '0'), '{sms}', true, now() from c
              returning id)
            insert into reminder (mother_id, day, kind, due_at, expires_at, state, why, claim_at, lease_until, created_at)
            select id, '2026-03-10', 'DUE', start, start + interval '2 minutes', :state, '', start,
                   case when :state = 'SENDING' then start end, start
            from m, (select cast(:start as timestamptz) as start) s
            """)
        .param("state", state)
        .param("start", MovedClock.START.toString())
        .update();
  }

  private Answer after(Duration wait) {
    clock.set(MovedClock.START.plus(wait));
    return anyone.get("/health/");
  }

  @Test
  void allIsWellWhenTheDatabaseAnswersAndNothingWaits() {
    Answer health = anyone.get("/health/");

    assertThat(health.status()).isEqualTo(200);
    assertThat(health.text())
        .startsWith(
            "{\"status\":\"UP\",\"delivery\":\"UP\",\"oldestDueSeconds\":0,\"version\":\"0.");
    assertThat(anyone.get("/health/delivery/").status()).isEqualTo(200);
  }

  @Test
  void deliveryIsDownWhenSomethingDueIsNotClaimedForFiveMinutes() {
    for (String state : new String[] {"PLANNED", "QUEUED", "RETRY", "SENDING"}) {
      jdbc.sql("truncate clinic cascade").update();
      reminder(state);

      assertThat(after(Duration.ofSeconds(-1)).json().path("oldestDueSeconds").asInt()).isZero();
      Answer patient = after(Duration.ofMinutes(5));
      assertThat(patient.json().path("oldestDueSeconds").asInt()).isEqualTo(300);
      assertThat(patient.json().path("delivery").asString()).isEqualTo("UP");
      Answer late = after(Duration.ofSeconds(301));
      assertThat(late.status()).isEqualTo(200);
      assertThat(late.json().path("delivery").asString()).isEqualTo("DOWN");
      assertThat(anyone.get("/health/delivery/").status()).isEqualTo(503);
    }
  }

  /** A line can be long because its provider takes so many a second and no more. */
  @Test
  void aLongLineThatSomebodyWorksOnIsNotDown() {
    reminder("PLANNED");
    jdbc.sql("update reminder set channel = 'sms'").update();
    pulse("whatsapp", MovedClock.START.plus(Duration.ofMinutes(20)));
    assertThat(after(Duration.ofMinutes(20)).json().path("delivery").asString()).isEqualTo("DOWN");

    pulse("sms", MovedClock.START.plus(Duration.ofMinutes(15)));
    Answer worked = after(Duration.ofMinutes(20));
    assertThat(worked.json().path("delivery").asString()).isEqualTo("UP");
    assertThat(worked.json().path("oldestDueSeconds").asInt()).isEqualTo(1200);

    assertThat(after(Duration.ofSeconds(1201)).json().path("delivery").asString())
        .isEqualTo("DOWN");
  }

  /** Whoever works settles lapsed ones first, however long the line. */
  @Test
  void aLapsedLeaseThatNobodySettlesIsDownWhateverElseIsTaken() {
    reminder("SENDING");
    pulse("", MovedClock.START.plus(Duration.ofMinutes(6)));
    assertThat(after(Duration.ofMinutes(6)).json().path("delivery").asString()).isEqualTo("DOWN");
  }

  private void pulse(String channel, Instant at) {
    jdbc.sql("insert into channel_pulse (channel, taken_at) values (?, cast(? as timestamptz))")
        .params(channel, at.toString())
        .update();
  }

  @Test
  void whatWaitsOnPurposeIsNotDown() {
    reminder("PLANNED");
    jdbc.sql("update reminder set claim_at = claim_at + interval '2 hours'").update();
    reminder("UNKNOWN");
    jdbc.sql("update reminder set claim_at = 'infinity' where state = 'UNKNOWN'").update();

    Answer health = after(Duration.ofHours(1));
    assertThat(health.json().path("delivery").asString()).isEqualTo("UP");
    assertThat(health.json().path("oldestDueSeconds").asInt()).isZero();
    assertThat(health.json().path("unknown").asInt()).isEqualTo(1);
  }

  @Test
  void strangersSeeThatAMessageSetIsBlockedButNotWhy() {
    jdbc.sql(
            """
            insert into channel_block (channel, scope, why, since, try_at)
            values ('sms', 'doula_due_v1/sw', 'no money', now(), now())
            """)
        .update();

    Answer health = anyone.get("/health/");
    assertThat(health.json().path("channels").toString())
        .contains(
            "{\"name\":\"sms\",\"state\":\"OFF\",\"oldestDueSeconds\":0,\"blocked\":[\"doula_due_v1/sw\"]}");
    assertThat(health.text()).doesNotContain("money");
  }

  @Test
  void onlyTheFailuresOfADayAreCounted() {
    reminder("FAILED");
    jdbc.sql("update reminder set ended_at = claim_at").update();

    assertThat(after(Duration.ofHours(23)).json().path("failedLastDay").asInt()).isEqualTo(1);
    assertThat(after(Duration.ofHours(24)).json().path("failedLastDay").asInt()).isZero();
  }

  @Test
  void whatHasEndedDoesNotWait() {
    for (String state : new String[] {"ACCEPTED", "DELIVERED", "UNKNOWN", "EXPIRED", "CANCELLED"}) {
      jdbc.sql("truncate clinic cascade").update();
      reminder(state);

      assertThat(after(Duration.ofHours(1)).json().path("delivery").asString()).isEqualTo("UP");
    }
  }

  @Test
  void withoutTheDatabaseHealthIsDownWithinSecondsAndSoIsTheRest() throws SQLException {
    String token = staff.admin();
    List<Connection> all = new ArrayList<>();
    try {
      for (int i = 0; i < 10; i++) {
        all.add(database.getConnection());
      }
      long start = System.nanoTime();
      Answer health = anyone.get("/health/");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
      assertThat(health.status()).isEqualTo(503);
      assertThat(health.header("Content-Type")).isEqualTo("application/problem+json");
      Answer api = anyone.as(token).get("/api/users/me");
      assertThat(api.status()).isEqualTo(503);
      assertThat(api.header("Retry-After")).isEqualTo("2");
    } finally {
      for (Connection connection : all) {
        connection.close();
      }
    }
    assertThat(anyone.get("/health/").status()).isEqualTo(200);
  }

  @Test
  void theHomepageIsForPeople() {
    Answer home = anyone.get("/");

    assertThat(home.status()).isEqualTo(200);
    assertThat(home.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
    assertThat(home.text())
        .contains("reminders leave on time", "href=\"/app\"")
        .doesNotContain("??");
    reminder("PLANNED");
    clock.advance(Duration.ofHours(1));
    assertThat(anyone.get("/").text()).contains("over five minutes");
  }

  @Test
  void measurementsAreForNeighboursAndAdmins() {
    Api proxied = anyone.with("X-Forwarded-For", "127.0.0.1");

    assertThat(anyone.get("/metrics").text()).contains("# TYPE jvm_");
    assertThat(proxied.get("/metrics").status()).isEqualTo(401);
    assertThat(anyone.with("Forwarded", "for=127.0.0.1").get("/metrics").status()).isEqualTo(401);
    assertThat(proxied.as(staff.nurse()).get("/metrics").status()).isEqualTo(403);
    assertThat(proxied.as(staff.admin()).get("/metrics/").status()).isEqualTo(200);
  }

  @Test
  void staticFilesCarryTheirFingerprintAndAreKeptForAYear() {
    var link = java.util.regex.Pattern.compile("/static/doula-[0-9a-f]{12}\\.css");
    var found = link.matcher(anyone.get("/").text());
    assertThat(found.find()).isTrue();

    Answer style = anyone.get(found.group());

    assertThat(style.status()).isEqualTo(200);
    assertThat(style.header("Cache-Control")).isEqualTo("max-age=31536000, public, immutable");
    assertThat(style.header("Content-Type")).startsWith("text/css");
    assertThat(style.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(anyone.get("/static/doula.css").status()).isEqualTo(404);
    assertThat(anyone.get("/static/").status()).isEqualTo(404);
  }
}
