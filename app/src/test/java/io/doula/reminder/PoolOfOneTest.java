package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.channel.Inbox;
import io.doula.channel.Outcome;
import io.doula.channel.Receipt;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/**
 * The whole way on one connection, as a function has it: whoever asked for a second while holding
 * the first would wait for ever, and what stayed on the connection a proxy would lose or pin.
 */
@DoulaTest
@DirtiesContext
@Import(CountingPhone.class)
@TestPropertySource(
    properties = {
      "spring.datasource.hikari.maximum-pool-size=1",
      "spring.datasource.hikari.data-source-properties.prepareThreshold=0"
    })
class PoolOfOneTest {
  private static final Instant DUE = Instant.parse("2026-03-12T06:01:00Z");

  @Autowired Api anyone;
  @Autowired Staff staff;
  @Autowired JdbcClient jdbc;
  @Autowired MovedClock clock;
  @Autowired Tick tick;
  @Autowired Queueing queueing;
  @Autowired Delivery delivery;
  @Autowired Inbox inbox;
  @Autowired Unsubscribing unsubscribing;

  private Api admin;
  private String mother;

  @Test
  void everythingWorksAndNothingStaysOnTheConnection() {
    jdbc.sql(CountingPhone.BOOK).update();
    int backend = backend();
    peopleSignInAndRegister();
    remindersGoOut();
    everythingIsLookedAt();
    assertThat(backend()).as("all of it was on one connection").isEqualTo(backend);
    assertThat(held("select count(*) from pg_prepared_statements")).isZero();
    assertThat(
            held(
                "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()"))
        .isZero();
    assertThat(held("select count(*) from pg_listening_channels()")).isZero();
    assertThat(held("select count(*) from pg_cursors where is_holdable")).isZero();
    assertThat(held("select count(*) from pg_class where relpersistence = 't'")).isZero();
    assertThat(
            jdbc.sql("select name from pg_settings where source = 'session'")
                .query(String.class)
                .list())
        .isEmpty();
  }

  private void peopleSignInAndRegister() {
    staff.account(io.doula.core.Role.ADMIN);
    ok(
        200,
        anyone.post(
            "/api/token",
            "{\"username\":\"admin1\",\"password\":\"%s\"}".formatted(Staff.PASSWORD)));
    admin = anyone.as(staff.admin());
    String clinic =
        id(
            admin.post(
                "/api/clinics",
                """
                {"name":"Kibera","country":"KE","timeZone":"Africa/Nairobi","plan":"who","language":"en",\
                "quietFrom":"20:00","quietTo":"07:00","sendAt":"09:00"}"""));
    mother =
        id(
            admin
                .with("Idempotency-Key", "once")
                .post(
                    "/api/mothers",
                    """
                    {"clinicId":"%s","fullName":"Amina","phone":"+254700000001","channels":["sms"],\
                    "consent":true}"""
                        .formatted(clinic)));
    String pregnancy =
        id(admin.post("/api/mothers/" + mother + "/pregnancies", "{\"lmp\":\"2025-12-01\"}"));
    String baby =
        id(
            admin.post(
                "/api/babies",
                "{\"motherId\":\"%s\",\"birthDate\":\"2026-01-29\"}".formatted(mother)));
    assertThat(
            admin
                .post(
                    "/api/babies/" + baby + "/doses", "{\"vaccine\":\"BCG\",\"on\":\"2026-01-29\"}")
                .status())
        .isBetween(200, 201);
    ok(200, admin.get("/api/pregnancies/" + pregnancy + "/schedule"));
    ok(200, admin.get("/api/babies/" + baby + "/schedule"));
    ok(
        200,
        admin.send(
            "POST",
            "/api/imports",
            "text/csv",
            BodyPublishers.ofString(
                "clinic,external_id,full_name,phone,channels,consent,lmp\n"
                    + "Kibera,A-1,Neema,+254700000002,sms,yes,2025-12-01\n")));
  }

  private void remindersGoOut() {
    clock.set(DUE);
    tick.run(DUE);
    queueing.queueDue(DUE);
    for (int i = 0; i < 3; i++) {
      delivery.deliverDue(clock.now());
      delivery.upkeep(clock.now());
      clock.advance(Duration.ofSeconds(45));
    }
    assertThat(jdbc.sql("select distinct outcome from attempt").query(String.class).list())
        .containsExactly("ACCEPTED");
    inbox.receipts(
        List.of(
            new Receipt(
                "sms",
                "e1",
                "1:1",
                "p-1",
                Receipt.Status.FAILED,
                Outcome.Kind.UNREACHABLE,
                null,
                "switched off",
                clock.now())),
        clock.now());
  }

  private void everythingIsLookedAt() {
    for (String path :
        List.of(
            "/api/mothers",
            "/api/mothers/" + mother,
            "/api/reminders",
            "/api/visits/?status=overdue",
            "/api/plans/",
            "/api/delivery",
            "/api/reports/coverage",
            "/api/reports/delivery",
            "/api/users/",
            "/health",
            "/metrics",
            "/")) {
      ok(200, admin.get(path));
    }
    ok(200, anyone.get("/unsubscribe/" + unsubscribing.token(Long.parseLong(mother))));
    assertThat(admin.post("/api/mothers/" + mother + "/opt-out", "{}").status()).isLessThan(300);
  }

  private int backend() {
    return jdbc.sql("select pg_backend_pid()").query(Integer.class).single();
  }

  private int held(String count) {
    return jdbc.sql(count).query(Integer.class).single();
  }

  private static String id(Answer answer) {
    ok(201, answer);
    return answer.json().path("id").asString();
  }

  private static void ok(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
  }
}
