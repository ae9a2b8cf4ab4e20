package io.doula.reminder.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.Staff;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@DoulaTest
class RemindersTest {
  @Autowired Api anyone;
  @Autowired Staff staff;
  @Autowired Families families;
  Api admin;

  @BeforeEach
  void signIn() {
    admin = anyone.as(staff.admin());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30",
        "%2B999999999-12-31",
        "0000-01-01",
        "%2B1000000000-12-31T23:59:59Z",
        "-1000000000-01-01T00:00:00Z",
        "2026-01-01T00:00:00",
        "yesterday"
      })
  void aTimeThatNoReminderCanHaveIsRefused(String time) {
    for (String field : new String[] {"from", "to"}) {
      Answer answer = admin.get("/api/reminders/?" + field + "=" + time);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.wrongFields()).containsExactly(field);
    }
  }

  @Test
  void fromAndToTakeDatesAndInstants() {
    long mother = families.mother(families.clinic());
    families.baby(mother, LocalDate.of(2026, 3, 1), "Imani");
    String all = "/api/reminders/?mother=" + mother;
    int some = admin.get(all).json().path("items").size();

    assertThat(some).isPositive();
    assertThat(admin.get(all + "&from=2026-01-01&to=2199-12-31").json().path("items").size())
        .isEqualTo(some);
    assertThat(admin.get(all + "&from=2026-01-01T00:00:00%2B03:00").json().path("items").size())
        .isEqualTo(some);
    assertThat(admin.get(all + "&to=2026-01-01T00:00:00Z").json().path("items").size()).isZero();
  }

  @Test
  void aDecisionTakesNoFields() {
    long mother = families.mother(families.clinic());
    families.baby(mother, LocalDate.of(2026, 3, 1), "Imani");
    String id =
        admin
            .get("/api/reminders/?mother=" + mother)
            .json()
            .path("items")
            .get(0)
            .path("id")
            .asString();

    for (String decision : new String[] {"/cancel", "/retry"}) {
      Answer answer = admin.post("/api/reminders/" + id + decision, "{\"why\":\"moved\"}");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.wrongFields()).containsExactly("why");
    }
    assertThat(admin.post("/api/reminders/" + id + "/cancel", "{}").status()).isEqualTo(200);
    assertThat(admin.send("POST", "/api/reminders/" + id + "/retry", null, null).status())
        .isEqualTo(200);
  }
}
