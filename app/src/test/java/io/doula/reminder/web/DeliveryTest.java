package io.doula.reminder.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The board on which staff see how delivery stands, and what they can do about it. */
@DoulaTest
class DeliveryTest {
  private static final String BOARD = "/api/delivery/";

  @Autowired Api anyone;
  @Autowired Staff staff;
  @Autowired Families families;
  @Autowired JdbcClient jdbc;
  @Autowired MovedClock clock;

  private long here;
  private long there;
  private Api admin;
  private Api nurse;

  @BeforeEach
  void twoClinics() {
    here = families.clinic();
    there = families.clinic();
    admin = anyone.as(staff.admin());
    nurse = anyone.as(staff.nurse(here));
  }

  /** A reminder of a mother of her own, due so long ago. */
  private long reminder(long clinic, String state, String ago) {
    long mother = families.mother(clinic, "+25470" + (1_000_000 + System.nanoTime() % 9_000_000));
    return jdbc.sql(
            """
            insert into reminder (mother_id, day, kind, due_at, expires_at, state, why, channel,
              claim_at, lease_until, ended_at, attempts, created_at)
            select :mother, cast(due as date), 'DUE', due, cast(:now as timestamptz) + interval '1 day', :state,
              'for a test', 'sms',
              case when :state = 'UNKNOWN' then 'infinity' else due end,
              case when :state = 'SENDING' then due end, case when :state = 'FAILED' then due end,
              1, due
            from (select cast(:now as timestamptz) - cast(:ago as interval) as due) d
            returning id
            """)
        .param("mother", mother)
        .param("now", clock.now().toString())
        .param("state", state)
        .param("ago", ago)
        .query(Long.class)
        .single();
  }

  @Test
  void anAdminSeesBeatsAndWorkersAndNobodyElseDoes() {
    jdbc.sql(
            """
            insert into presence (role, name, seen_at)
            values ('beat', 'east:71', '2026-03-01T06:00:00Z'),
              ('worker', 'east:72', '2026-03-01T06:00:05Z')
            """)
        .update();
    JsonNode board = admin.get(BOARD).json();
    assertThat(board.path("working").findValuesAsString("name"))
        .containsExactly("east:71", "east:72");
    assertThat(board.path("working").path(0).path("lastSeen").asString())
        .isEqualTo("2026-03-01T06:00:00Z");
    assertThat(board.path("queue").isNull()).as("there is no queue").isTrue();

    assertThat(nurse.get(BOARD).json().path("working").isNull()).isTrue();
  }

  @Test
  void theLastDaysAreCountedAndWhatIsOlderOnlyWhileItIsOpen() {
    for (String state : new String[] {"DELIVERED", "FAILED", "UNKNOWN", "PLANNED", "SENDING"}) {
      reminder(here, state, "6 days");
      reminder(here, state, "8 days");
    }
    reminder(here, "PLANNED", "-1 hour");

    JsonNode states = admin.get(BOARD).json().path("states");

    assertThat(states.path("DELIVERED").asInt()).isEqualTo(1);
    assertThat(states.path("FAILED").asInt()).isEqualTo(1);
    assertThat(states.path("UNKNOWN").asInt()).isEqualTo(2);
    assertThat(states.path("PLANNED").asInt()).isEqualTo(2);
    assertThat(states.path("SENDING").asInt()).isEqualTo(2);
    assertThat(states.path("READ").asInt(-1)).isZero();
  }

  @Test
  void aNurseSeesTheNumbersOfHerClinics() {
    reminder(here, "PLANNED", "1 minute");
    reminder(there, "PLANNED", "1 hour");
    reminder(there, "UNKNOWN", "1 hour");
    reminder(there, "FAILED", "1 hour");

    JsonNode hers = nurse.get(BOARD).json();
    JsonNode viewers = anyone.as(staff.viewer(here)).get(BOARD).json();
    JsonNode all = admin.get(BOARD).json();

    assertThat(hers).isEqualTo(viewers);
    assertThat(hers.path("states").path("PLANNED").asInt()).isEqualTo(1);
    assertThat(hers.path("oldestDueSeconds").asInt()).isEqualTo(60);
    assertThat(hers.path("unknown").path("count").asInt()).isZero();
    assertThat(hers.path("unknown").path("held").asInt()).isZero();
    assertThat(hers.path("failed").path("count").asInt()).isZero();
    assertThat(all.path("oldestDueSeconds").asInt()).isEqualTo(3600);
    assertThat(all.path("unknown").path("held").asInt()).isEqualTo(1);
    assertThat(anyone.get(BOARD).status()).isEqualTo(401);
  }

  @Test
  void itsLinksListWhatItCounts() {
    reminder(here, "UNKNOWN", "8 days");
    long failed = reminder(here, "FAILED", "1 day");
    reminder(here, "FAILED", "8 days");

    JsonNode board = nurse.get(BOARD).json();

    for (String part : new String[] {"unknown", "failed"}) {
      Answer listed = nurse.get(board.path(part).path("link").asString());
      assertThat(listed.json().path("items").size())
          .as(part)
          .isEqualTo(board.path(part).path("count").asInt())
          .isEqualTo(1);
    }
    JsonNode one = nurse.get(board.path("failed").path("link").asString()).json().path("items");
    assertThat(one.get(0).path("id").asString()).isEqualTo(Long.toString(failed));
    assertThat(one.get(0).path("why").asString()).isEqualTo("for a test");
  }

  @Test
  void itSaysWhatAProviderDoesNotLetUsSendAndWhy() {
    jdbc.sql(
            """
            insert into channel_block (channel, scope, why, since, try_at)
            values ('whatsapp', 'doula_due_v1/sw', 'paused for its quality', '2026-03-10T05:00:00Z',
              '2026-03-10T06:05:00Z')
            """)
        .update();

    JsonNode channels = nurse.get(BOARD).json().path("channels");

    assertThat(channels.findValuesAsString("name")).contains("whatsapp", "sms", "email");
    JsonNode whatsapp =
        channels
            .valueStream()
            .filter(channel -> channel.path("name").asString().equals("whatsapp"))
            .findFirst()
            .orElseThrow();
    assertThat(whatsapp.path("blocks").get(0).toString())
        .isEqualTo(
            "{\"scope\":\"doula_due_v1/sw\",\"why\":\"paused for its quality\","
                + "\"since\":\"2026-03-10T05:00:00Z\",\"tryAt\":\"2026-03-10T06:05:00Z\"}");
  }

  /** Also what the guard of a restore holds: it never had an attempt. */
  @Test
  void whatIsHeldOrFailedIsEndedOrPutBackInLineWithOnePost() {
    for (int attempts : new int[] {0, 1}) {
      for (String[] course :
          new String[][] {
            {"UNKNOWN", "resolve", "{\"delivered\":true}", "DELIVERED"},
            {"UNKNOWN", "resolve", "{\"delivered\":false}", "FAILED"},
            {"UNKNOWN", "retry", "{}", attempts == 0 ? "PLANNED" : "RETRY"},
            {"FAILED", "retry", "{}", attempts == 0 ? "PLANNED" : "RETRY"}
          }) {
        long id = reminder(here, course[0], "2 hours");
        jdbc.sql("update reminder set attempts = ?").param(attempts).update();

        Answer answer = nurse.post("/api/reminders/%d/%s".formatted(id, course[1]), course[2]);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.json().path("state").asString()).isEqualTo(course[3]);
        assertThat(answer.json().path("why").asString()).contains("staff");
        assertThat(decide(staff.nurse(there), id, course[1], course[2]).status()).isEqualTo(404);
        assertThat(decide(staff.viewer(here), id, course[1], course[2]).status()).isEqualTo(403);
      }
    }
  }

  private Answer decide(String token, long id, String decision, String body) {
    return anyone.as(token).post("/api/reminders/%d/%s".formatted(id, decision), body);
  }

  @Test
  void aDecisionThatComesTooLateIsRefusedWithTheReason() {
    long delivered = reminder(here, "DELIVERED", "2 hours");
    for (String[] decision :
        new String[][] {{"resolve", "{\"delivered\":true}"}, {"retry", "{}"}}) {
      Answer answer = nurse.post("/api/reminders/" + delivered + "/" + decision[0], decision[1]);
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.json().path("detail").asString()).contains("this one is DELIVERED,");
    }
    long stale = reminder(here, "FAILED", "2 hours");
    clock.advance(Duration.ofDays(2));
    Answer expired = nurse.post("/api/reminders/" + stale + "/retry", "{}");
    assertThat(expired.status()).isEqualTo(409);
    assertThat(expired.json().path("detail").asString())
        .contains("this one is FAILED, and its time ends at 2026-03-11T06:00:00Z");
  }
}
