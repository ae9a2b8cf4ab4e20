package io.doula.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.core.Role;
import io.doula.core.Trail;
import io.doula.core.Viewer;
import io.doula.family.Mothers;
import io.doula.reminder.Delivery;
import io.doula.reminder.Tick;
import io.doula.staff.Account;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.transaction.support.TransactionTemplate;

@DoulaTest
@ActiveProfiles("local")
@Import(TrailRows.class)
class TrailTest {
  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired Families families;
  @Autowired TrailRows rows;
  @Autowired JdbcClient jdbc;
  @Autowired Mothers mothers;
  @Autowired Trail trail;
  @Autowired Tick tick;
  @Autowired Delivery delivery;
  @Autowired MovedClock clock;
  @Autowired TransactionTemplate transaction;
  long clinic;
  long amina;
  long baby;
  Account account;
  Api nurse;

  @BeforeEach
  void aMother() {
    clinic = families.clinic();
    amina = families.mother(clinic);
    baby = families.baby(amina, LocalDate.parse("2026-01-29"), "Zawadi");
    account = staff.account(Role.NURSE, clinic);
    nurse = api.as(staff.tokenOf(account));
  }

  private String by(String rest) {
    return "staff " + account.username() + " " + rest;
  }

  @Test
  void whoLooksAtAMotherIsOnTheTrail() {
    nurse.get("/api/mothers/" + amina);

    assertThat(rows.all()).containsExactly(by("VIEWED MOTHER " + amina));
    assertThat(
            jdbc.sql("select clinic_id from trail where thing = 'MOTHER'")
                .query(Long.class)
                .single())
        .isEqualTo(clinic);
    assertThat(
            jdbc.sql("select at from trail where thing = 'MOTHER'")
                .query(java.sql.Timestamp.class)
                .single())
        .isEqualTo(java.sql.Timestamp.from(MovedClock.START));
  }

  @Test
  void signingInAndWhatHappensToAnAccountAreOnTheTrail() {
    String words = "{\"username\":\"%s\",\"password\":\"%s\"}";
    Account boss = staff.account(Role.ADMIN);

    api.post("/api/token", words.formatted(account.username(), Staff.PASSWORD));
    api.as(staff.tokenOf(boss)).post("/api/users/" + account.id() + "/reset-link", "{}");

    assertThat(rows.ofAccounts())
        .contains(
            by("SIGNED_IN ACCOUNT"),
            "staff " + boss.username() + " CHANGED ACCOUNT reset_link_made");
  }

  @Test
  void aPageOfAListIsOneEntryWithAllWhoStandOnIt() {
    long wanjiru = families.mother(clinic, "+254700000002");
    families.mother(families.clinic(), "+254700000003");

    nurse.get("/api/mothers/");

    assertThat(rows.all()).containsExactly(by("VIEWED MOTHER " + amina + "," + wanjiru));
  }

  @Test
  void aListWithNobodyOnItIsNoEntry() {
    nurse.get("/api/mothers/?q=nobody");

    assertThat(rows.all()).isEmpty();
  }

  @Test
  void whatIsShownOfHerInOtherPlacesIsOnTheTrailToo() {
    nurse.get("/api/babies/" + baby);
    nurse.get("/api/babies/" + baby + "/schedule");
    nurse.get("/api/visits/?status=overdue");
    nurse.with("Accept", "text/csv").get("/api/visits/");
    nurse.get("/api/reminders/");

    assertThat(rows.all())
        .containsExactly(
            by("VIEWED BABY " + amina),
            by("VIEWED BABY " + amina + " schedule"),
            by("VIEWED VISIT " + amina),
            by("VIEWED VISIT " + amina),
            by("VIEWED REMINDER " + amina));
  }

  @Test
  void aChangeNamesItsFieldsAndNoValue() {
    nurse
        .with("If-Match", "\"1\"")
        .patch("/api/mothers/" + amina, "{\"phone\": \"+254711222333\", \"language\": \"sw\"}");

    assertThat(rows.all()).containsExactly(by("CHANGED MOTHER " + amina + " phone,language"));
    assertThat(
            jdbc.sql("select trail::text from trail where thing = 'MOTHER'")
                .query(String.class)
                .single())
        .doesNotContain("711222333")
        .doesNotContain("Amina");
  }

  @Test
  void whatIsRefusedOrChangesNothingIsNoChange() {
    nurse
        .with("If-Match", "\"7\"")
        .patch("/api/mothers/" + amina, "{\"phone\": \"+254711222333\"}");
    nurse
        .with("If-Match", "\"1\"")
        .patch("/api/mothers/" + amina, "{\"fullName\": \"Amina Otieno\"}");
    nurse.post("/api/babies/" + baby + "/doses", "{\"vaccine\": \"BCG\", \"on\": \"2031-01-01\"}");

    assertThat(rows.all()).isEmpty();
  }

  @Test
  void whatIsRecordedIsOnTheTrail() {
    nurse.post("/api/babies/" + baby + "/doses", "{\"vaccine\": \"BCG\", \"on\": \"2026-01-30\"}");
    nurse.post("/api/babies/" + baby + "/contacts", "{\"on\": \"2026-01-31\"}");
    nurse.post("/api/mothers/" + amina + "/pregnancies", "{\"lmp\": \"2026-02-20\"}");
    nurse.post("/api/mothers/" + amina + "/opt-out", "{}");
    nurse.post("/api/mothers/" + amina + "/opt-out", "{}");
    nurse.post("/api/babies/" + baby + "/death", "{\"on\": \"2026-03-01\"}");

    assertThat(rows.all())
        .containsExactly(
            by("ADDED DOSE " + amina),
            by("ADDED CONTACT " + amina),
            by("ADDED PREGNANCY " + amina),
            by("CHANGED MOTHER " + amina + " optedOut"),
            by("CHANGED BABY " + amina + " diedOn"));
  }

  @Test
  void aRegisterIsOneEntryForItsMothers() {
    nurse.send(
        "POST",
        "/api/imports/",
        "text/csv",
        BodyPublishers.ofString(
            """
            clinic,full_name,phone,consent
            %d,Amina Otieno,+254700000001,yes
            %d,Wanjiru Kamau,+254700000009,no
            %d,Fatuma Ali,+254700000010,no
            """
                .formatted(clinic, clinic, clinic)));

    assertThat(rows.all())
        .containsExactly(by("IMPORTED MOTHER %d,%d".formatted(amina + 1, amina + 2)));
  }

  @Test
  void sheWhoSaysStopIsThePerson() {
    mothers.optOutAt("+254700000001", clock.now());

    assertThat(rows.all()).containsExactly("person CHANGED MOTHER " + amina + " optedOut");
  }

  @Test
  void aMessageIsEnteredAsItIsBegun() {
    clock.set("2026-03-12T06:01:00Z");
    tick.run(clock.now());
    delivery.deliverDue(clock.now());

    assertThat(rows.all()).containsExactly("program MESSAGED REMINDER " + amina + " sms");
    assertThat(
            jdbc.sql(
                    """
                    select count(*) from trail t
                    join attempt a on a.reminder_id = t.thing_id and a.opened_at = t.at
                    """)
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void whatIsRolledBackWasNotDone() {
    assertThatThrownBy(
            () ->
                transaction.executeWithoutResult(
                    status -> {
                      mothers.optOutByHer(amina, clock.now());
                      throw new IllegalStateException("the deed fails");
                    }))
        .hasMessage("the deed fails");

    assertThat(rows.all()).isEmpty();
  }

  @Test
  void aClinicsChangeIsOnTheTrail() {
    Account admin = staff.account(Role.ADMIN);
    api.as(staff.tokenOf(admin))
        .with("If-Match", "\"1\"")
        .patch("/api/clinics/" + clinic, "{\"sendAt\": \"10:00\"}");

    assertThat(rows.all()).containsExactly("staff " + admin.username() + " CHANGED CLINIC sendAt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update trail set account_id = 7",
        "delete from trail",
        "truncate trail",
        "delete from trail_seal",
        "update trail_seal set entries = 0",
        "truncate trail_seal"
      })
  void theTrailIsAppendOnly(String sql) {
    nurse.get("/api/mothers/" + amina);
    jdbc.sql(
            """
            insert into trail_seal (number, after_id, last_id, entries, digest, hash, sealed_at)
            values (1, 0, 1, 1, '', '', now())
            """)
        .update();

    assertThatThrownBy(() -> jdbc.sql(sql).update())
        .hasMessageContaining("the trail is append-only");
    assertThat(rows.count()).isEqualTo(1);
  }

  /** Two views wait for nobody: what one holds until its end is nothing that another wants. */
  @Test
  void aViewTakesNoLockThatAnotherWaitsFor() {
    Viewer viewer = account.viewer();
    transaction.executeWithoutResult(
        first -> {
          trail.viewed(viewer, Trail.About.mother(amina), Instant.EPOCH);

          assertThat(locksHeld()).containsExactly("RowExclusiveLock");
          assertThat(nurse.get("/api/mothers/" + amina).status()).isEqualTo(200);
          assertThat(nurse.get("/api/mothers/").status()).isEqualTo(200);
          assertThat(someoneWaits()).isFalse();
        });

    assertThat(rows.count()).isEqualTo(3);
  }

  private Set<String> locksHeld() {
    return jdbc.sql(
            """
            select distinct l.mode from pg_locks l
            join pg_class c on c.oid = l.relation
            where l.pid = pg_backend_pid() and l.mode <> 'AccessShareLock'
              and c.relname not like 'pg\\_%'
            """)
        .query(String.class)
        .set();
  }

  private boolean someoneWaits() {
    return jdbc.sql("select exists (select from pg_locks where not granted)")
        .query(Boolean.class)
        .single();
  }
}
