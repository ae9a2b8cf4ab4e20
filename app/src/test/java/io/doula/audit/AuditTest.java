package io.doula.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.staff.Account;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

@DoulaTest
@Import(TrailRows.class)
class AuditTest {
  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired Families families;
  @Autowired MovedClock clock;
  @Autowired TrailRows rows;
  @Autowired Seals seals;
  @Autowired JdbcClient jdbc;
  Api admin;
  Account account;
  Api nurse;
  long clinic;
  long amina;
  long wanjiru;

  @BeforeEach
  void threeDeeds() {
    admin = api.as(staff.admin());
    clinic = families.clinic();
    amina = families.mother(clinic);
    wanjiru = families.mother(clinic, "+254700000002");
    account = staff.account(Role.NURSE, clinic);
    nurse = api.as(staff.tokenOf(account));
    nurse.get("/api/mothers/" + amina);
    clock.advance(Duration.ofDays(1));
    nurse.get("/api/mothers/");
    clock.advance(Duration.ofDays(1));
    nurse.post("/api/mothers/" + wanjiru + "/opt-out", "{}");
  }

  private static List<String> told(Answer answer) {
    return answer
        .json()
        .path("items")
        .valueStream()
        .filter(e -> !e.path("thing").asString().equals("ACCOUNT"))
        .map(e -> e.path("action").asString() + " " + e.path("motherIds"))
        .toList();
  }

  private String changed() {
    return "CHANGED [\"%d\"]".formatted(wanjiru);
  }

  private String listed() {
    return "VIEWED [\"%d\",\"%d\"]".formatted(amina, wanjiru);
  }

  private String viewed() {
    return "VIEWED [\"%d\"]".formatted(amina);
  }

  @Test
  void anAdminReadsTheTrailTheLatestFirst() {
    Answer answer = admin.get("/api/audit/");

    assertThat(told(answer)).containsExactly(changed(), listed(), viewed());
    assertThat(answer.json().path("items").path(0).toString())
        .isEqualTo(
            """
            {"id":"%d","at":"2026-03-12T06:00:00Z","actor":"STAFF","accountId":"%d",\
            "username":"%s","action":"CHANGED","thing":"MOTHER","thingId":"%d",\
            "motherIds":["%d"],"clinicId":"%d","fields":["optedOut"]}"""
                .formatted(latest(), account.id(), account.username(), wanjiru, wanjiru, clinic));
  }

  /** Its id, before anybody read it. */
  private long latest() {
    return jdbc.sql("select max(id) from trail where thing <> 'TRAIL'").query(Long.class).single();
  }

  @Test
  void itIsAskedByMotherAccountTimeAndAction() {
    assertThat(told(admin.get("/api/audit?mother=" + amina))).containsExactly(listed(), viewed());
    assertThat(told(admin.get("/api/audit?mother=" + wanjiru)))
        .containsExactly(changed(), listed());
    assertThat(told(admin.get("/api/audit?account=" + account.id()))).hasSize(3);
    assertThat(told(admin.get("/api/audit?account=" + account.username().toUpperCase())))
        .hasSize(3);
    assertThat(told(admin.get("/api/audit?account=nobody"))).isEmpty();
    assertThat(told(admin.get("/api/audit?action=CHANGED"))).containsExactly(changed());
    assertThat(told(admin.get("/api/audit?from=2026-03-11&to=2026-03-11")))
        .containsExactly(listed());
    assertThat(told(admin.get("/api/audit?from=2026-03-11T06:00:00Z&to=2026-03-11T06:00:00Z")))
        .containsExactly(listed());
  }

  @Test
  void itComesInPages() {
    Answer first = admin.get("/api/audit?account=%d&limit=2".formatted(account.id()));
    String next = first.json().path("next").asString();
    Answer second =
        admin.get("/api/audit?account=%d&limit=2&after=%s".formatted(account.id(), next));

    assertThat(told(first)).containsExactly(changed(), listed());
    assertThat(told(second)).containsExactly(viewed());
    assertThat(second.json().path("next").isNull()).isTrue();
  }

  @Test
  void whoeverReadsTheTrailIsOnIt() {
    admin.get("/api/audit?mother=" + amina);

    assertThat(rows.last()).endsWith("VIEWED TRAIL " + amina);
    assertThat(told(admin.get("/api/audit?action=VIEWED&mother=" + amina))).hasSize(3);
  }

  @Test
  void itComesAsATableToo() {
    Answer answer = admin.with("Accept", "text/csv").get("/api/audit?action=CHANGED");

    assertThat(answer.text().lines())
        .containsExactly(
            "id,at,actor,account_id,username,action,thing,thing_id,mother_ids,clinic_id,fields",
            "%d,2026-03-12T06:00:00Z,STAFF,%d,%s,CHANGED,MOTHER,%d,%d,%d,optedOut"
                .formatted(latest(), account.id(), account.username(), wanjiru, wanjiru, clinic));
  }

  @Test
  void itsSealsAreHeldAgainstIt() {
    seals.seal(clock.now());

    Answer answer = admin.get("/api/audit/seals/");

    assertThat(answer.json().path("items").path(0).path("state").asString()).isEqualTo("WHOLE");
    assertThat(answer.json().path("items").path(0).path("entries").asLong()).isEqualTo(latest());
    assertThat(answer.json().path("items").path(0).path("hash").asString()).hasSize(64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/audit/", "/api/audit?mother=1", "/api/audit/seals/"})
  void itIsAnAdminsAlone(String path) {
    assertThat(nurse.get(path).status()).isEqualTo(403);
    assertThat(api.as(staff.viewer(clinic)).get(path).status()).isEqualTo(403);
    assertThat(api.get(path).status()).isEqualTo(401);
    assertThat(admin.get(path).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mother=x", "action=LOOKED", "from=yesterday", "to=1", "limit=0"})
  void whatItCannotBeAskedIsRefused(String query) {
    Answer answer = admin.get("/api/audit?" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.wrongFields()).containsExactly(query.split("=")[0]);
  }
}
