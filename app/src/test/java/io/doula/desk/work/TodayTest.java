package io.doula.desk.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Paging;
import io.doula.core.Role;
import io.doula.core.Viewer;
import io.doula.reminder.State;
import io.doula.testing.Api;
import io.doula.testing.Browser;
import io.doula.testing.DoulaTest;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@DoulaTest
class TodayTest {
  private static final Viewer ADMIN = new Viewer(1, "admin", Role.ADMIN, Set.of());

  @Autowired Today today;
  @Autowired Waiting waiting;
  @Autowired JdbcClient jdbc;
  @Autowired MovedClock clock;
  @Autowired Api api;
  @Autowired Staff staff;
  long kibera;
  long baby;

  @BeforeEach
  void aClinic() {
    kibera = clinic("Kibera", "Africa/Nairobi");
    baby = baby(mother(kibera, "Amina Otieno"), "Baraka");
  }

  private long clinic(String name, String zone) {
    return jdbc.sql(
            """
            insert into clinic (name, country, time_zone, plan, language, quiet_from, quiet_to, send_at, created_at)
            values (:name, 'KE', :zone, 'who', 'en', '20:00', '08:00', '09:00', now())
            returning id
            """)
        .param("name", name)
        .param("zone", zone)
        .query(Long.class)
        .single();
  }

  private long mother(long clinic, String name) {
    return jdbc.sql(
            """
            insert into mother (clinic_id, full_name, phone, channels, consent, registered_at)
            values (:clinic, :name, '+254700000001', '{sms}', true, now())
            returning id
            """)
        .param("clinic", clinic)
        .param("name", name)
        .query(Long.class)
        .single();
  }

  private long baby(long mother, String name) {
    return jdbc.sql(
            """
            insert into baby (mother_id, name, birth_date, registered_at)
            values (:mother, :name, '2026-01-01', now())
            returning id
            """)
        .param("mother", mother)
        .param("name", name)
        .query(Long.class)
        .single();
  }

  private long visit(String title, String due, String overdueAfter, String latest) {
    return jdbc.sql(
            """
            insert into visit (mother_id, baby_id, kind, code, title, due, overdue_after, latest, why, plan, plan_version)
            select mother_id, id, 'VACCINATION', :title, :title, cast(:due as date), cast(:overdue as date),
                   cast(:latest as date), '', 'who', '1'
            from baby where id = :baby
            returning id
            """)
        .param("title", title)
        .param("due", due)
        .param("overdue", overdueAfter)
        .param("latest", latest)
        .param("baby", baby)
        .query(Long.class)
        .single();
  }

  @Test
  void whatIsDueOfOneMotherIsOneRowWithEachBabysName() {
    visit("BCG", "2026-03-08", "2026-03-10", null);
    visit("Polio 1", "2026-03-10", null, "2026-03-10");

    WaitingMother amina = due(ADMIN).get(0);
    assertThat(due(ADMIN)).hasSize(1);
    assertThat(List.of(amina.name(), amina.phone(), amina.clinic(), amina.what()))
        .containsExactly("Amina Otieno", "+254700000001", "Kibera", "Baraka: BCG, Polio 1");
    assertThat(amina.since()).isEqualTo(LocalDate.parse("2026-03-08"));
    assertThat(overdue(ADMIN)).isEmpty();
  }

  @Test
  void whatIsOverdueSaysSinceWhen() {
    visit("BCG", "2026-03-01", "2026-03-08", null);

    assertThat(overdue(ADMIN)).extracting(WaitingMother::days).containsExactly(2);
    assertThat(due(ADMIN)).isEmpty();
  }

  @Test
  void whatIsDoneCancelledProvisionalUnclearTooLateOrNotYetIsNotListed() {
    visit("not yet", "2026-03-11", null, null);
    visit("too late", "2026-03-01", "2026-03-08", "2026-03-09");
    jdbc.sql("update visit set done_on = due where id = :id")
        .param("id", visit("a", "2026-03-01", null, null))
        .update();
    jdbc.sql("update visit set cancelled = true where id = :id")
        .param("id", visit("b", "2026-03-01", null, null))
        .update();
    jdbc.sql("update visit set provisional = true where id = :id")
        .param("id", visit("c", "2026-03-01", null, null))
        .update();
    jdbc.sql("update visit set needs_review = true where id = :id")
        .param("id", visit("d", "2026-03-01", null, null))
        .update();

    assertThat(due(ADMIN)).isEmpty();
    assertThat(overdue(ADMIN)).isEmpty();
  }

  private List<WaitingMother> due(Viewer viewer) {
    return waiting
        .list(Waiting.Asked.all(Waiting.Turn.DUE), new Paging(20, 0), viewer, clock.now())
        .items();
  }

  private List<WaitingMother> overdue(Viewer viewer) {
    return waiting
        .list(Waiting.Asked.all(Waiting.Turn.OVERDUE), new Paging(20, 0), viewer, clock.now())
        .items();
  }

  @Test
  void todayIsTheClinicsOwn() {
    visit("BCG", "2026-03-11", null, null);
    clinic("Galápagos", "Pacific/Galapagos");

    clock.set("2026-03-10T20:59:00Z");
    assertThat(due(ADMIN)).isEmpty();
    clock.set("2026-03-10T21:00:00Z");
    assertThat(due(ADMIN)).hasSize(1);
    assertThat(today.places(ADMIN, clock.now()).dates())
        .containsExactly(LocalDate.parse("2026-03-10"), LocalDate.parse("2026-03-11"));
  }

  @Test
  void anotherClinicsMothersAreNotShown() {
    visit("BCG", "2026-03-10", null, null);
    long elsewhere = clinic("Varanasi", "Asia/Kolkata");
    Viewer nurse = new Viewer(2, "nurse", Role.NURSE, Set.of(elsewhere));
    Viewer hers = new Viewer(3, "nurse", Role.NURSE, Set.of(kibera));

    assertThat(due(nurse)).isEmpty();
    assertThat(today.places(nurse, clock.now()).names()).containsExactly("Varanasi");
    assertThat(due(hers)).hasSize(1);
    assertThat(due(new Viewer(4, "new", Role.NURSE, Set.of()))).isEmpty();
  }

  @Test
  void remindersOfTheDayAreCountedByState() {
    jdbc.sql(
            """
            insert into reminder (mother_id, day, kind, due_at, expires_at, state, why, claim_at, created_at)
            select mother_id, cast(day as date), kind, day::timestamptz + interval '6 hours', 'infinity', state, '', now(), now()
            from baby, (values ('2026-03-10', 'DUE', 'SENT'), ('2026-03-10', 'MISSED', 'PLANNED'),
                               ('2026-03-09', 'DUE', 'SENT')) v (day, kind, state)
            """)
        .update();

    assertThat(today.remindersByState(ADMIN, clock.now()))
        .containsOnly(java.util.Map.entry(State.SENT, 1), java.util.Map.entry(State.PLANNED, 1));
  }

  @Test
  void thePageShowsItAllAndEscapesNames() {
    visit("BCG", "2026-03-01", "2026-03-08", null);
    jdbc.sql("update mother set full_name = 'Amina <b>Otieno'").update();
    var nurse = staff.account(Role.NURSE, kibera);
    Browser browser = new Browser(api);
    browser.signIn(nurse.username(), Staff.PASSWORD);

    String page = browser.get("/app/").text();

    assertThat(page)
        .contains(
            "Tuesday, 10 March 2026", "Amina &lt;b&gt;Otieno", "Baraka</b>", ">BCG<", "2 days");
    assertThat(page).contains("Nobody is due today").doesNotContain("??");
    assertThat(page).doesNotContain("<script", "style=\"");
  }
}
