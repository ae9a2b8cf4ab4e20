package io.doula.desk.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.audit.Seals;
import io.doula.core.Role;
import io.doula.core.Ticked;
import io.doula.core.Trail;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.Browser;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;

@DoulaTest
class AuditPagesTest {
  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired Families families;
  @Autowired JdbcClient jdbc;
  @Autowired MovedClock clock;
  @Autowired ApplicationEventPublisher events;
  @Autowired MessageSource texts;
  long kibera;
  long amina;
  Browser admin;

  @BeforeEach
  void aMotherWhoWasLookedAt() {
    kibera = families.clinic();
    amina = families.mother(kibera);
    families.baby(amina, LocalDate.of(2026, 1, 1), "Baraka");
    admin = browser(Role.ADMIN);
    browser(Role.NURSE, kibera).get("/app/overdue");
  }

  private Browser browser(Role role, long... clinics) {
    Browser browser = new Browser(api);
    browser.signIn(staff.account(role, clinics).username(), Staff.PASSWORD);
    return browser;
  }

  @Test
  void anAdminSeesWhoSawWhom() {
    Answer page = admin.get("/app/audit?mother=" + amina + "&action=VIEWED");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text())
        .contains(">Seen<", "list of what is due", "nurse", "/app/people/" + amina + "\"")
        .doesNotContain("Otieno", "??", "<script", "style=\"");
    assertThat(admin.get("/app/audit?account=nobody").text()).contains("Nothing like that");
    assertThat(admin.get("/app/audit?to=2026-03-09").text()).contains("Nothing like that");
    assertThat(admin.get("/app/audit?from=2026-03-10&to=2026-03-10").text()).contains(">Seen<");
    assertThat(admin.get("/app/audit?action=LOST").status()).isEqualTo(400);
  }

  @Test
  void theTrailIsTakenOutAsATable() {
    Answer csv = admin.get("/app/audit.csv?mother=" + amina);

    assertThat(csv.header("Content-Disposition")).contains("audit.csv");
    assertThat(csv.text())
        .startsWith("id,at,actor,account_id,username,action,thing,")
        .contains(",VIEWED,VISIT,", "," + amina + ",");
  }

  @Test
  void theSealsSayWhetherSomebodyChangedAnEntry() {
    clock.advance(Duration.ofMinutes(10));
    events.publishEvent(new Ticked(clock.now()));

    assertThat(admin.get("/app/audit/seals").text()).contains("it is whole", ">whole<");
    jdbc.sql("alter table trail disable trigger user").update();
    jdbc.sql("update trail set fields = array['phone'] where id = (select min(id) from trail)")
        .update();
    jdbc.sql("alter table trail enable trigger user").update();
    assertThat(admin.get("/app/audit/seals").text())
        .contains("does not fit its entries any more", "entries were changed");
  }

  @Test
  void othersMayNot() {
    for (Role role : new Role[] {Role.NURSE, Role.VIEWER}) {
      Browser reader = browser(role, kibera);
      for (String page : new String[] {"/app/audit", "/app/audit.csv", "/app/audit/seals"}) {
        assertThat(reader.get(page).status()).as(page).isEqualTo(403);
      }
    }
  }

  @Test
  void everyDeedAndThingHasItsText() {
    for (Trail.Deed deed : Trail.Deed.values()) {
      assertThat(texts.getMessage("audit.deed." + deed, null, java.util.Locale.ENGLISH))
          .isNotBlank();
    }
    for (Trail.Thing thing : Trail.Thing.values()) {
      assertThat(texts.getMessage("audit.thing." + thing, null, java.util.Locale.ENGLISH))
          .isNotBlank();
    }
    for (Seals.State state : Seals.State.values()) {
      assertThat(texts.getMessage("audit.seal." + state, null, java.util.Locale.ENGLISH))
          .isNotBlank();
    }
  }
}
