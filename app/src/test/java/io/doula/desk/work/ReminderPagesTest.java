package io.doula.desk.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.testing.Answer;
import io.doula.testing.Browser;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReminderPagesTest extends Desk {
  long kibera;
  long amina;
  Browser nurse;

  @BeforeEach
  void aMother() {
    kibera = families.clinic();
    amina = mother(kibera, "Amina Otieno", "+254700000001");
    families.baby(amina, LocalDate.of(2026, 1, 1), "Baraka");
    jdbc.sql("delete from reminder").update();
    nurse = browser(Role.NURSE, kibera);
  }

  private String state(long reminder) {
    return jdbc.sql("select state from reminder where id = :id")
        .param("id", reminder)
        .query(String.class)
        .single();
  }

  @Test
  void remindersAreListedByState() {
    long failed = reminder(amina, "FAILED", "2026-03-08");
    long waiting = reminder(amina, "PLANNED", "2026-03-12");
    long unclear = reminder(amina, "UNKNOWN", "2026-03-09");

    assertListed("", failed, unclear);
    assertListed("?to=2026-03-31", failed, waiting, unclear);
    assertListed("?state=failed", failed);
    assertListed("?state=waiting", waiting);
    assertListed("?state=unclear", unclear);
    assertListed("?state=sent");
    assertListed("?from=2026-03-09&to=2026-03-11", unclear);
    assertListed("?from=today&to=2026-03-31", waiting);
    assertListed("?from=today&to=today");
    assertListed("?mother=" + amina + "&channel=whatsapp");
    assertListed("?mother=" + amina + "&channel=sms", failed, waiting, unclear);
    assertThat(nurse.get("/app/reminders?state=lost").status()).isEqualTo(400);
    assertThat(nurse.get("/app/reminders?from=yesterday").status()).isEqualTo(400);
  }

  private void assertListed(String query, long... ids) {
    Answer page = nurse.get("/app/reminders" + query);
    assertThat(page.status()).as(query).isEqualTo(200);
    java.util.regex.Matcher links =
        java.util.regex.Pattern.compile("\"/app/reminders/([0-9]+)\"").matcher(page.text());
    assertThat(links.results().map(link -> Long.parseLong(link.group(1))))
        .as(query)
        .containsExactlyInAnyOrderElementsOf(java.util.Arrays.stream(ids).boxed().toList());
    assertThat(page.text()).doesNotContain("??", "style=\"");
  }

  @Test
  void theListGoesOn() {
    jdbc.sql(
            """
            insert into reminder (mother_id, day, kind, due_at, expires_at, state, why, claim_at, created_at)
            select :mother, date '2026-03-01' + n, 'DUE', timestamptz '2026-03-01T06:00Z', 'infinity',
              'PLANNED', '', 'infinity', now()
            from generate_series(1, 60) n
            """)
        .param("mother", amina)
        .update();

    String first = nurse.get("/app/reminders?state=waiting").text();
    java.util.regex.Matcher next =
        java.util.regex.Pattern.compile("href=\"(/app/reminders\\?after=[^\"]+)\"").matcher(first);
    assertThat(next.find()).isTrue();
    String second = nurse.get(next.group(1).replace("&amp;", "&")).text();
    assertThat(first.split("Amina Otieno", -1)).hasSize(51);
    assertThat(second.split("Amina Otieno", -1)).hasSize(11);
  }

  @Test
  void aReminderShowsItsWordsAsTheyLeft() {
    long id = reminder(amina, "UNKNOWN", "2026-03-09");

    assertThat(nurse.get("/app/reminders/" + id).text())
        .contains("As it would read today", "Baraka", "It went like that");

    jdbc.sql(
            """
            insert into attempt (reminder_id, number, channel, epoch, opened_at, closed_at, outcome, detail, said, said_in)
            values (:id, 1, 'sms', 1, '2026-03-09T06:00:10Z', '2026-03-09T06:00:20Z', 'UNKNOWN', 'time-out', 'Habari <Amina>', 'sw')
            """)
        .param("id", id)
        .update();
    jdbc.sql(
            """
            insert into receipt (channel, event, reminder_id, number, status, happened_at, received_at)
            values ('sms', 'x', :id, 1, 'SENT', '2026-03-09T06:00:30Z', now())
            """)
        .param("id", id)
        .update();
    String page = nurse.get("/app/reminders/" + id).text();
    assertThat(page)
        .contains("<blockquote class=\"message\" lang=\"sw\" dir=\"auto\">Habari &lt;Amina&gt;")
        .contains("9 Mar 2026, 09:00", "no clear answer", "Time-out", "on its way to her")
        .doesNotContain("As it would read today", "??");
  }

  @Test
  void whatNobodyKnowsIsResolvedByAPerson() {
    long got = reminder(amina, "UNKNOWN", "2026-03-08");
    long not = reminder(amina, "UNKNOWN", "2026-03-09");

    Answer done =
        nurse.submit("/app/reminders/" + got, "/app/reminders/" + got + "/resolve", "told", "yes");
    assertThat(done.status()).isEqualTo(302);
    assertThat(done.header("Location"))
        .endsWith("/app/reminders/" + got + "?note=reminder-resolve");
    nurse.submit("/app/reminders/" + not, "/app/reminders/" + not + "/resolve", "told", "no");

    assertThat(state(got)).isEqualTo("DELIVERED");
    assertThat(state(not)).isEqualTo("FAILED");
    assertThat(nurse.get("/app/reminders/" + got + "?note=reminder-resolve").text())
        .contains("That is recorded.");
  }

  @Test
  void aResolutionMustSayWhatSheSaid() {
    long id = reminder(amina, "UNKNOWN", "2026-03-08");

    Answer asked = nurse.submit("/app/reminders/" + id, "/app/reminders/" + id + "/resolve");

    assertThat(asked.status()).isEqualTo(400);
    assertThat(asked.text()).contains("Must say whether she got it");
    assertThat(state(id)).isEqualTo("UNKNOWN");
  }

  @Test
  void sendingAnUnclearOneAgainSaysThatSheMayHearItTwice() {
    long id = reminder(amina, "UNKNOWN", "2026-03-09");

    assertThat(nurse.get("/app/reminders/" + id).text()).contains("she will be told twice");
    nurse.submit("/app/reminders/" + id, "/app/reminders/" + id + "/retry");

    assertThat(state(id)).isIn("PLANNED", "RETRY");
  }

  @Test
  void oneThatWaitsIsCalledOffAndTakenBack() {
    long id = reminder(amina, "PLANNED", "2026-03-12");
    String page = "/app/reminders/" + id;

    nurse.submit(page, page + "/cancel");
    assertThat(state(id)).isEqualTo("CANCELLED");
    assertThat(nurse.get(page).text()).contains("Send it after all");
    nurse.submit(page, page + "/retry");
    assertThat(state(id)).isEqualTo("PLANNED");
  }

  @Test
  void aDecisionThatComesTooLateIsRefusedWithItsReason() {
    long waits = reminder(amina, "PLANNED", "2026-03-12");
    long gone = reminder(amina, "DELIVERED", "2026-03-08");

    Answer refused = nurse.submit("/app/reminders/" + waits, "/app/reminders/" + gone + "/cancel");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).contains("role=\"alert\"", "this one is DELIVERED");
    assertThat(nurse.get("/app/reminders/" + gone).text()).doesNotContain("What you can do");
  }

  @ParameterizedTest
  @ValueSource(strings = {"retry", "cancel", "resolve"})
  void whoOnlyReadsSeesNoButtonsAndMayNot(String decision) {
    long id = reminder(amina, "UNKNOWN", "2026-03-09");
    long other = reminder(amina, "PLANNED", "2026-03-12");
    Browser viewer = browser(Role.VIEWER, kibera);
    String page = "/app/reminders/" + id;

    assertThat(viewer.get(page).text()).contains("Amina").doesNotContain("What you can do");
    assertThat(viewer.get("/app/reminders/" + other).text()).doesNotContain("What you can do");
    assertThat(viewer.submit(page, page + "/" + decision, "told", "yes").status()).isEqualTo(403);
    assertThat(state(id)).isEqualTo("UNKNOWN");
  }

  @Test
  void anotherClinicsReminderIsNotThere() {
    long id = reminder(amina, "UNKNOWN", "2026-03-09");
    Browser elsewhere = browser(Role.NURSE, families.clinic());
    String page = "/app/reminders/" + id;

    assertThat(elsewhere.get(page).status()).isEqualTo(404);
    for (String decision : new String[] {"/retry", "/cancel", "/resolve"}) {
      assertThat(elsewhere.submit("/app", page + decision, "told", "yes").status()).isEqualTo(404);
    }
    assertThat(elsewhere.get("/app/reminders").text()).doesNotContain("Amina");
    assertThat(elsewhere.get("/app/reminders?clinic=" + kibera).status()).isEqualTo(404);
    assertThat(elsewhere.get("/app/reminders?mother=" + amina).status()).isEqualTo(404);
    assertThat(state(id)).isEqualTo("UNKNOWN");
  }

  @Test
  void aDecisionWithoutTheFormsTokenIsRefused() {
    long id = reminder(amina, "UNKNOWN", "2026-03-09");

    assertThat(nurse.post("/app/reminders/" + id + "/retry").status()).isEqualTo(403);
    assertThat(state(id)).isEqualTo("UNKNOWN");
  }
}
