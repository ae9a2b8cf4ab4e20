package io.doula.desk.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.testing.Api;
import io.doula.testing.Browser;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@DoulaTest
class FindPeopleTest {
  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired Families families;
  @Autowired JdbcClient jdbc;
  @Autowired MovedClock clock;
  long kibera;
  long amelie;
  Browser nurse;

  @BeforeEach
  void people() {
    kibera = families.clinic();
    amelie = families.mother(kibera, "+254712345678");
    jdbc.sql("update mother set full_name = 'Amélie Njeri Otieno', external_id = 'KB-77'").update();
    families.baby(amelie, LocalDate.parse("2026-01-01"), "Zuri");
    families.mother(kibera, "+254700000009");
    nurse = new Browser(api);
    nurse.signIn(staff.account(Role.NURSE, kibera).username(), Staff.PASSWORD);
  }

  private String found(String query) {
    return nurse.get("/app/people?" + query).text();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "amelie",
        "AMÉLIE",
        "otieno+nj+am",
        "zuri",
        "kb-77",
        "0712+345+678",
        "%2B254+712+345678",
        "0712345",
        "5678",
        "00254712",
        "%2B254+(0)712-345"
      })
  void sheIsFoundAsPeopleLookForHer(String words) {
    assertThat(found("q=" + words)).contains("1 person", "Amélie Njeri Otieno", "Zuri, 9 weeks");
  }

  @Test
  void whoeverDoesNotFitIsNotFound() {
    assertThat(found("q=amelie+wanjiru")).contains("0 people", "Nobody fits.");
    assertThat(found("q=%25")).contains("0 people");
  }

  @Test
  void whatIsOverdueStandsInTheList() {
    assertThat(found("q=amelie")).containsPattern("[0-9]+ overdue");
  }

  @Test
  void groupsHoldWhoBelongsToThem() {
    long pregnant = families.mother(kibera, "+254700000010");
    families.pregnancy(pregnant, LocalDate.parse("2025-12-01"));
    long silent = families.mother(kibera, "+254700000011");
    jdbc.sql("update mother set opted_out_at = now() where id = :id").param("id", silent).update();
    jdbc.sql(
            """
            insert into unreachable (mother_id, channel, address, why, since)
            values (:id, 'sms', '+254700000010', 'gone', now())
            """)
        .param("id", pregnant)
        .update();

    assertThat(found("group=pregnant")).contains("1 person", "Pregnant, 14 weeks");
    assertThat(found("group=babies")).contains("1 person", "Zuri");
    assertThat(found("group=silent")).contains("1 person", "Wants no messages");
    assertThat(found("group=unreachable")).contains("1 person", "+254 700 000010");
    assertThat(nurse.get("/app/people?group=elves").status()).isEqualTo(400);
  }

  @Test
  void aLongListHasPages() {
    for (int i = 0; i < 30; i++) {
      families.mother(kibera, "+2547000001" + (10 + i));
    }

    assertThat(found("")).contains("32 people", "Page 1 of 2", "page=2");
    assertThat(found("page=2")).contains("Page 2 of 2", "page=1");
  }

  @Test
  void whileSheTypesOnlyTheListIsSent() {
    Browser typing = new Browser(api.with("HX-Request", "true"));
    typing.signIn(staff.account(Role.NURSE, kibera).username(), Staff.PASSWORD);

    assertThat(typing.get("/app/people?q=am").text())
        .contains("id=\"found\"", "Amélie")
        .doesNotContain("<html");
  }

  @Test
  void aPageWeighsLittle() {
    for (String page : List.of("/app/people", "/app/people/new", "/app/people/" + amelie)) {
      int css = new Browser(api).get(style(page)).response().body().length;
      assertThat(nurse.get(page).response().body().length + css).as(page).isLessThan(50_000);
    }
  }

  private String style(String page) {
    String html = nurse.get(page).text();
    int at = html.indexOf("/static/doula");
    int from = html.indexOf("href=\"", html.indexOf("stylesheet")) + 6;
    assertThat(at).isPositive();
    return html.substring(from, html.indexOf('"', from));
  }
}
