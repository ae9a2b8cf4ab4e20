package io.doula.desk.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.Browser;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.Staff;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@DoulaTest
class ClinicPagesTest {
  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired Families families;
  @Autowired JdbcClient jdbc;
  Browser admin;

  @BeforeEach
  void signIn() {
    admin = browser(Role.ADMIN);
  }

  private Browser browser(Role role, long... clinics) {
    Browser browser = new Browser(api);
    browser.signIn(staff.account(role, clinics).username(), Staff.PASSWORD);
    return browser;
  }

  private static String[] fields(String... changed) {
    String[] fields = {
      "name", "Kibera", "country", "KE", "timeZone", "Africa/Nairobi", "plan", "who",
      "language", "sw", "quietFrom", "20:00", "quietTo", "07:00", "sendAt", "09:00",
      "version", "1", "sure", ""
    };
    for (int i = 0; i < changed.length; i += 2) {
      for (int j = 0; j < fields.length; j += 2) {
        fields[j + 1] = fields[j].equals(changed[i]) ? changed[i + 1] : fields[j + 1];
      }
    }
    return fields;
  }

  private String added() {
    String place =
        admin.submit("/app/clinics/new", "/app/clinics/new", fields()).header("Location");
    return place.substring(place.indexOf("/app"), place.indexOf('?'));
  }

  @Test
  void anAdminAddsAClinic() {
    String clinic = added();

    assertThat(admin.get(clinic + "?note=clinic-added").text())
        .contains("value=\"Kibera\"", "value=\"Africa/Nairobi\"", "The clinic is there.")
        .doesNotContain("??", "<script", "style=\"");
    assertThat(admin.get("/app/clinics").text())
        .contains("Kibera", "Swahili", "20:00 to 07:00", "/app/clinics/new");
  }

  @Test
  void whatIsWrongStandsBesideItsFieldAndWhatWasTypedStays() {
    Answer refused =
        admin.submit(
            "/app/clinics/new",
            "/app/clinics/new",
            fields("name", "", "timeZone", "Mars/Olympus", "sendAt", "21:00"));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text())
        .contains("id=\"name-error\"", "id=\"timeZone-error\"", "Is an unknown time zone")
        .contains("id=\"sendAt-error\"", "Lies in the quiet hours", "value=\"Mars/Olympus\"");
    assertThat(admin.submit("/app/clinics/new", "/app/clinics/new", fields("sendAt", "9")).text())
        .contains("Must be a time of day");
    added();
    Answer twice = admin.submit("/app/clinics/new", "/app/clinics/new", fields());
    assertThat(twice.status()).isEqualTo(409);
    assertThat(twice.text()).contains("there is a clinic of this name already");
  }

  @Test
  void aChangeThatMovesRemindersIsAskedAboutOnceMore() {
    String clinic = added();
    long id = Long.parseLong(clinic.substring(clinic.lastIndexOf('/') + 1));
    families.baby(families.mother(id), LocalDate.of(2026, 3, 1), "Imani");
    int waiting =
        jdbc.sql("select count(*) from reminder where state = 'PLANNED'")
            .query(Integer.class)
            .single();

    Answer asked = admin.submit(clinic, clinic, fields("sendAt", "10:00"));

    assertThat(waiting).isPositive();
    assertThat(asked.status()).isEqualTo(200);
    assertThat(asked.text())
        .contains("works out " + waiting + " waiting reminder", "name=\"sure\"", "value=\"10:00\"");
    assertThat(sendAt(id)).isEqualTo("09:00");
    Answer done = admin.submit(clinic, clinic, fields("sendAt", "10:00", "sure", "yes"));
    assertThat(done.status()).isEqualTo(302);
    assertThat(sendAt(id)).isEqualTo("10:00");
  }

  @Test
  void aNewNameMovesNothingAndIsNotAskedAbout() {
    String clinic = added();
    families.baby(
        families.mother(Long.parseLong(clinic.substring(clinic.lastIndexOf('/') + 1))),
        LocalDate.of(2026, 3, 1),
        "Imani");

    assertThat(admin.submit(clinic, clinic, fields("name", "Kibera South")).status())
        .isEqualTo(302);
    assertThat(admin.get("/app/clinics").text()).contains("Kibera South");
  }

  @Test
  void whatSomebodyElseChangedMeanwhileIsNotOverwritten() {
    String clinic = added();
    admin.submit(clinic, clinic, fields("name", "Kibera South"));

    Answer stale = admin.submit(clinic, clinic, fields("name", "Kibera North"));

    assertThat(stale.status()).isEqualTo(409);
    assertThat(stale.text()).contains("It was changed since you read it", "value=\"Kibera North\"");
    assertThat(admin.get("/app/clinics").text()).contains("Kibera South");
  }

  @Test
  void othersReadWhatIsTheirsAndChangeNothing() {
    String clinic = added();
    long id = Long.parseLong(clinic.substring(clinic.lastIndexOf('/') + 1));
    for (Role role : new Role[] {Role.NURSE, Role.VIEWER}) {
      Browser reader = browser(role, id);
      assertThat(reader.get(clinic).text()).contains("Kibera").doesNotContain("name=\"sendAt\"");
      assertThat(reader.get("/app/clinics").text()).doesNotContain("/app/clinics/new");
      assertThat(reader.get("/app/clinics/new").status()).isEqualTo(403);
      assertThat(reader.submit("/app", clinic, fields("name", "x")).status()).isEqualTo(403);
      assertThat(reader.submit("/app", "/app/clinics/new", fields("name", "x")).status())
          .isEqualTo(403);
    }
    Browser elsewhere = browser(Role.NURSE, families.clinic());
    assertThat(elsewhere.get(clinic).status()).isEqualTo(404);
    assertThat(elsewhere.get("/app/clinics").text()).doesNotContain("Kibera");
  }

  private String sendAt(long id) {
    return jdbc.sql("select to_char(send_at, 'HH24:MI') from clinic where id = :id")
        .param("id", id)
        .query(String.class)
        .single();
  }
}
