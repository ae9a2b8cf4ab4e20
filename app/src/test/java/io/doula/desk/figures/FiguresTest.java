package io.doula.desk.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.Browser;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.Staff;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Pages of pictures: the same numbers as the API, for the same people. Today is 2026-03-10. */
@DoulaTest
class FiguresTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-03-10");
  private static final LocalDate BORN = TODAY.minusDays(365);
  private static final String PENTA = "DTP+HepB+Hib";
  private static final int MOST_BYTES = 30_000;
  private static final Pattern ROW = Pattern.compile("<tr>(.*?)</tr>", Pattern.DOTALL);
  private static final Pattern CELL = Pattern.compile("<t[hd][^>]*>(.*?)</t[hd]>", Pattern.DOTALL);

  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired Families families;
  @Autowired JdbcClient jdbc;
  long clinic;
  long other;

  @BeforeEach
  void children() {
    clinic = families.clinic();
    other = families.clinic();
    for (int[] ages : new int[][] {{42, 70, 98}, {42, 70, 260}, {42}, {}}) {
      long mother = families.mother(clinic);
      long baby = families.baby(mother, BORN, null);
      for (int age : ages) {
        families.dose(mother, baby, PENTA, BORN.plusDays(age));
      }
    }
  }

  private Browser browser(Role role, long... clinics) {
    Browser browser = new Browser(api);
    browser.signIn(staff.account(role, clinics).username(), Staff.PASSWORD);
    return browser;
  }

  private Browser admin() {
    return browser(Role.ADMIN);
  }

  private static String page(Browser browser, String path) {
    Answer answer = browser.get(path);
    assertThat(answer.status()).as(answer::toString).isEqualTo(200);
    return answer.text();
  }

  /** Rows of all tables, cells joined by a bar. */
  private static List<String> rows(String page) {
    List<String> rows = new ArrayList<>();
    Matcher row = ROW.matcher(page);
    while (row.find()) {
      List<String> cells = new ArrayList<>();
      Matcher cell = CELL.matcher(row.group(1));
      while (cell.find()) {
        cells.add(cell.group(1).replaceAll("<[^>]+>", "").strip());
      }
      rows.add(String.join(" | ", cells));
    }
    return rows;
  }

  /** The widths of the parts of one bar, by its name. */
  private static String bar(String page, String name) {
    int at = page.indexOf(">" + name + "</text>");
    assertThat(at).as("a bar for " + name).isPositive();
    String bar = page.substring(at, page.indexOf("</g>", at));
    StringBuilder widths = new StringBuilder();
    Matcher piece =
        Pattern.compile("class=\"(full|hatched|dotted)\"[^>]*width=\"([^\"]+)\"").matcher(bar);
    while (piece.find()) {
      widths.append(piece.group(1)).append(' ').append(piece.group(2)).append(' ');
    }
    return widths.toString().strip();
  }

  @Test
  void pictureAndTableAndApiSayTheSameOfCoverage() {
    String page = page(admin(), "/app/reports");

    // four children, of whom one had the third dose in time and one late
    assertThat(rows(page)).contains("DTP-HepB-Hib, dose 3 | 4 | 1 | 1 | 2 | 50%");
    assertThat(bar(page, "DTP-HepB-Hib, dose 3")).isEqualTo("full 25% hatched 25%");
    JsonNode dose =
        api.as(staff.admin())
            .get("/api/reports/coverage")
            .json()
            .path("items")
            .valueStream()
            .filter(item -> item.path("code").asString().equals("DTP-3"))
            .findFirst()
            .orElseThrow();
    assertThat(dose.path("eligible").asInt()).isEqualTo(4);
    assertThat(dose.path("given").asInt()).isEqualTo(2);
    assertThat(dose.path("onTime").asInt()).isEqualTo(1);
    assertThat(dose.path("target").asDouble()).isEqualTo(0.9);
  }

  @Test
  void pictureAndTableSayTheSameOfDropOut() {
    String page = page(admin(), "/app/reports");

    assertThat(rows(page)).contains("DTP: dose 1 to dose 3 | 3 | 1 | 33%");
    assertThat(bar(page, "DTP: dose 1 to dose 3")).isEqualTo("dotted 33.33%");
  }

  @Test
  void clinicsStandBesideEachOther() {
    long mother = families.mother(other);
    families.baby(mother, BORN, null);
    String page = page(admin(), "/app/reports/clinics?dose=DTP-1");

    List<String> rows = rows(page);
    assertThat(rows.get(1)).startsWith("Clinic ").endsWith("| 1 | 0 | 0 | 1 | 0%");
    assertThat(rows.get(2)).startsWith("Clinic ").endsWith("| 4 | 3 | 0 | 1 | 75%");
  }

  private void reminder(String day, String channel, String state) {
    jdbc.sql(
            """
            insert into reminder (mother_id, day, kind, due_at, expires_at, state, why, channel, claim_at, created_at)
            values (:mother, cast(:day as date), 'DUE', cast(:day as date), '2026-12-31', :state, 'a test',
              :channel, '2026-03-01', '2026-03-01')
            """)
        .param("mother", families.mother(clinic))
        .param("day", day)
        .param("state", state)
        .param("channel", channel)
        .update();
  }

  @Test
  void deliveryOfTheLastFourteenDaysIsDrawnForEachChannel() {
    reminder("2026-03-09", "whatsapp", "DELIVERED");
    reminder("2026-03-09", "whatsapp", "UNKNOWN");
    reminder("2026-03-09", "whatsapp", "FAILED");
    reminder("2026-02-25", "whatsapp", "ACCEPTED");
    reminder("2026-02-24", "whatsapp", "ACCEPTED");
    String page = page(browser(Role.VIEWER, clinic), "/app/reports/delivery");

    assertThat(page).contains("25 Feb 2026 to 10 Mar 2026");
    assertThat(rows(page))
        .contains("9 Mar | 3 | 1 | 1 | 1 | 1 | 0", "25 Feb | 1 | 1 | 0 | 0 | 0 | 0")
        .noneMatch(row -> row.startsWith("24 Feb"));
    assertThat(page).contains("In all: planned 4, arrived 1, failed 1, unclear 1.");
    assertThat(page(browser(Role.VIEWER, clinic), "/app/reports/delivery?from=2026-02-24&to="))
        .contains("24 Feb 2026");
  }

  @Test
  void theComingWeeksAreDrawn() {
    families.baby(families.mother(clinic), LocalDate.parse("2026-02-03"), null);
    families.baby(families.mother(other), LocalDate.parse("2026-02-03"), null);
    String page = page(admin(), "/app/reports/load");

    assertThat(page).contains("10 Mar 2026 to 6 Apr 2026");
    assertThat(rows(page)).contains("Tue 17 Mar | 2 | 10 | 3");
    assertThat(rows(page)).anyMatch(row -> row.startsWith("Clinic ") && row.endsWith(" | 0"));
    assertThat(rows(page(browser(Role.NURSE, other), "/app/reports/load")))
        .contains("Tue 17 Mar | 1 | 5 | 1");
  }

  @Test
  void whereNobodyIsCountedThePageSaysSo() {
    Browser nurse = browser(Role.NURSE, families.clinic());

    assertThat(page(nurse, "/app/reports")).contains("class=\"empty\"").doesNotContain("<table");
    assertThat(page(nurse, "/app/reports/clinics")).contains("class=\"empty\"");
    assertThat(page(nurse, "/app/reports/delivery")).contains("class=\"empty\"");
    assertThat(page(nurse, "/app/reports/load")).contains("class=\"empty\"");
    Browser nowhere = browser(Role.VIEWER);
    for (String path : List.of("", "/clinics", "/delivery", "/load")) {
      assertThat(page(nowhere, "/app/reports" + path)).contains("class=\"empty\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/delivery",
        "/load",
        "/coverage.csv",
        "/drop-out.csv",
        "/delivery.csv",
        "/load.csv"
      })
  void aClinicThatIsNotHersIsNotThere(String picture) {
    String path = "/app/reports" + picture + "?clinic=";

    for (Role role : List.of(Role.NURSE, Role.VIEWER)) {
      Browser hers = browser(role, clinic);
      assertThat(hers.get(path + clinic).status()).isEqualTo(200);
      assertThat(hers.get(path + other).status()).isEqualTo(404);
      assertThat(hers.get(path + 999_999).status()).isEqualTo(404);
    }
    assertThat(admin().get(path + 999_999).status()).isEqualTo(404);
    assertThat(new Browser(api).get(path + clinic).status()).isEqualTo(302);
  }

  @Test
  void picturesHaveOnlyHerClinics() {
    String name =
        jdbc.sql("select name from clinic where id = :id")
            .param("id", other)
            .query(String.class)
            .single();

    for (String path : List.of("", "/clinics", "/delivery", "/load")) {
      assertThat(page(browser(Role.VIEWER, clinic), "/app/reports" + path)).doesNotContain(name);
    }
    assertThat(page(admin(), "/app/reports/clinics")).contains(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"coverage", "drop-out", "clinics", "delivery", "load"})
  void eachPictureIsAFileTooWithTheNumbersOfTheApi(String report) {
    reminder("2026-03-09", "sms", "SENT");
    String query =
        report.equals("delivery")
            ? "?from=2026-02-25&to=2026-03-10"
            : report.equals("clinics") ? "?dose=DTP-3" : "";

    Answer file = admin().get("/app/reports/" + report + ".csv" + query);
    assertThat(file.header("Content-Type")).isEqualToIgnoringCase("text/csv;charset=utf-8");
    assertThat(file.header("Content-Disposition")).contains(report + ".csv");
    assertThat(file.text())
        .isEqualTo(
            api.as(staff.admin())
                .with("Accept", "text/csv")
                .get("/api/reports/" + report + query)
                .text());
    assertThat(file.text().lines().count()).isGreaterThan(1);
    assertThat(page(admin(), "/app/reports" + page(report)))
        .contains("/app/reports/" + report + ".csv");
  }

  private static String page(String report) {
    return report.equals("coverage") || report.equals("drop-out") ? "" : "/" + report;
  }

  @Test
  void aPeriodThatIsNoneIsSaidBesideTheForm() {
    Answer answer = admin().get("/app/reports/delivery?from=2026-03-10&to=2026-03-01");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("class=\"wrong\"").contains("value=\"2026-03-10\"");
    assertThat(admin().get("/app/reports/load?from=soon").status()).isEqualTo(400);
  }

  @Test
  void aPlanIsDrawnWithWhatItIsAndWhereItComesFrom() {
    Browser viewer = browser(Role.VIEWER, clinic);
    assertThat(page(viewer, "/app/plans")).contains("/app/plans/who", "follow it: 1<");
    String page = page(viewer, "/app/plans/who");

    assertThat(rows(page))
        .contains(
            "Week 20 | Antenatal contact 2 | – | Week 21 | Week 41",
            "2 days | Postnatal contact 2 | – | 1 week | 7 weeks",
            "6 weeks | Oral polio (bOPV), dose 1 | – | 7 weeks | –",
            "DTP-HepB-Hib, dose 1 | – | 7 weeks | 12 months",
            "DTP-HepB-Hib, dose 3 | – | 6 months | –",
            "9 months | Measles, dose 1 | – | 9 months and 7 d | –",
            "4 years | Td, booster 2 | – | 8 years | –");
    assertThat(page)
        .contains("version 2026.1", "https://www.who.int/publications/i/item/9789241549912");
    assertThat(viewer.get("/app/plans/mars").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/app/reports",
        "/app/reports/clinics",
        "/app/reports/delivery",
        "/app/reports/load",
        "/app/plans",
        "/app/plans/who"
      })
  void aPageOfPicturesIsLightAndHasNothingInline(String path) {
    for (int day = 1; day <= 10; day++) {
      reminder("2026-03-%02d".formatted(day), "whatsapp", "READ");
      reminder("2026-03-%02d".formatted(day), "sms", "SENT");
      families.baby(families.mother(clinic), TODAY.minusDays(3L * day + 10), null);
    }
    Answer answer = admin().get(path);

    assertThat(answer.response().body().length).isLessThan(MOST_BYTES);
    assertThat(answer.text())
        .doesNotContain(" style=")
        .doesNotContain("<style")
        .doesNotContain("<script")
        .doesNotContain("??");
    Matcher picture = Pattern.compile("<svg class=\"picture[^>]*>").matcher(answer.text());
    while (picture.find()) {
      assertThat(picture.group()).contains("role=\"img\"", "aria-labelledby=");
    }
  }
}
