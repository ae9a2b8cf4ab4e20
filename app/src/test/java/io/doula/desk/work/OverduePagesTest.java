package io.doula.desk.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.testing.Answer;
import io.doula.testing.Browser;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OverduePagesTest extends Desk {
  long kibera;
  long amina;
  Browser nurse;

  @BeforeEach
  void aMotherWithAnOverdueBaby() {
    kibera = families.clinic();
    amina = mother(kibera, "Amina <b>Otieno", "+254700000001");
    families.baby(amina, LocalDate.of(2026, 1, 1), "Baraka");
    nurse = browser(Role.NURSE, kibera);
  }

  @Test
  void aMotherStandsOnceWithAllThatIsOverdue() {
    Answer page = nurse.get("/app/overdue");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text())
        .containsOnlyOnce("/app/people/" + amina + "\"")
        .contains("Amina &lt;b&gt;Otieno", "tel:+254700000001", "Baraka", "none yet")
        .contains("1 mother")
        .doesNotContain("??", "<script", "style=\"");
  }

  @Test
  void theListSaysWhatBecameOfTheLastMessage() {
    long reminder = reminder(amina, "DELIVERED", "2026-03-09");

    assertThat(nurse.get("/app/overdue").text())
        .contains("told on 9 Mar 2026", "/app/reminders/" + reminder);
    jdbc.sql("update reminder set channel = 'whatsapp' where id = :id")
        .param("id", reminder)
        .update();
    assertThat(nurse.get("/app/overdue").text()).contains("told on 9 Mar 2026, not read");
    jdbc.sql("update mother set opted_out_at = now()").update();
    assertThat(nurse.get("/app/overdue").text()).contains("she stopped the messages");
  }

  @Test
  void theListIsNarrowed() {
    long njeri = mother(kibera, "Njeri Kamau", "+254700000002");
    jdbc.sql("update mother set language = 'sw' where id = :id").param("id", njeri).update();
    families.pregnancy(njeri, LocalDate.of(2025, 9, 1));
    jdbc.sql(
            "update visit set due = '2026-03-01', overdue_after = '2026-03-05', latest = null where mother_id = :id")
        .param("id", njeri)
        .update();

    assertThat(nurse.get("/app/overdue").text()).contains("Otieno", "Njeri");
    assertThat(nurse.get("/app/overdue?kind=antenatal").text())
        .contains("Njeri")
        .doesNotContain("Otieno");
    assertThat(nurse.get("/app/overdue?language=en").text())
        .contains("Otieno")
        .doesNotContain("Njeri");
    assertThat(nurse.get("/app/overdue?for=week&kind=antenatal").text()).contains("Njeri");
    assertThat(nurse.get("/app/overdue?for=week&kind=vaccination").text())
        .contains("Nobody like that is overdue");
    assertThat(nurse.get("/app/overdue?for=longer").text()).contains("Nobody like that");
    clock.set("2026-04-20T06:00:00Z");
    assertThat(nurse.get("/app/overdue?for=longer").text()).contains("Otieno", "Njeri");
    clock.set("2026-03-10T06:00:00Z");
    assertThat(nurse.get("/app/overdue?clinic=&kind=&for=&language=").text()).contains("Njeri");
    assertThat(nurse.get("/app/overdue?kind=anything").status()).isEqualTo(400);
  }

  @Test
  void theListGoesOnPageByPageAndNobodyIsLeftOut() {
    for (int i = 0; i < 120; i++) {
      long mother = mother(kibera, "Mother " + i, "+2547110" + (10000 + i));
      families.baby(mother, LocalDate.of(2025, 12, 1).plusDays(i % 20), "Baby");
    }
    String address = "/app/overdue";
    java.util.Set<String> seen = new java.util.HashSet<>();
    int pages = 0;
    while (address != null) {
      String page = nurse.get(address).text();
      java.util.regex.Matcher people =
          java.util.regex.Pattern.compile("/app/people/([0-9]+)").matcher(page);
      while (people.find()) {
        assertThat(seen.add(people.group(1))).as("twice: " + people.group(1)).isTrue();
      }
      java.util.regex.Matcher next =
          java.util.regex.Pattern.compile("href=\"(/app/overdue\\?after=[^\"]+)\"").matcher(page);
      address = next.find() ? next.group(1) : null;
      pages++;
    }
    assertThat(seen).hasSize(121);
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void whoIsDueIsListedLikewiseAlsoWhatIsNeverOverdue() {
    for (int i = 0; i < 60; i++) {
      long mother = mother(kibera, "Due " + i, "+2547110" + (10000 + i));
      families.baby(mother, LocalDate.of(2026, 3, 10), "New");
    }
    jdbc.sql("update visit set overdue_after = null where mother_id > :amina and mother_id % 2 = 0")
        .param("amina", amina)
        .update();

    String first = nurse.get("/app/due").text();
    java.util.regex.Matcher next =
        java.util.regex.Pattern.compile("href=\"(/app/due\\?after=[^\"]+)\"").matcher(first);
    assertThat(next.find()).isTrue();
    java.util.Set<String> seen = new java.util.HashSet<>();
    for (String page : new String[] {first, nurse.get(next.group(1)).text()}) {
      java.util.regex.Pattern.compile("/app/people/([0-9]+)")
          .matcher(page)
          .results()
          .forEach(person -> assertThat(seen.add(person.group(1))).isTrue());
    }
    seen.remove(Long.toString(amina));
    assertThat(seen).hasSize(60);
    assertThat(nurse.get("/app/due/print").text()).contains("Due today", "Due 59");
    assertThat(nurse.get("/app/due.csv").text()).contains("Due 59");
  }

  @Test
  void theSheetHasBoxesToTickAndEverybody() {
    String sheet = nurse.get("/app/overdue/print").text();

    assertThat(sheet)
        .contains("class=\"sheet\"", "To call or to visit", "Tuesday, 10 March 2026", "Otieno")
        .contains(">Came<", ">Moved<", ">Phone wrong<");
    assertThat(sheet.split("class=\"tick\"").length - 1).isEqualTo(6);
  }

  @Test
  void theTableHoldsTheSameAndNoFormula() {
    jdbc.sql("update mother set full_name = '=cmd()' where id = :id").param("id", amina).update();
    reminder(amina, "DELIVERED", "2026-03-09");

    Answer csv = nurse.get("/app/overdue.csv?kind=vaccination");

    assertThat(csv.header("Content-Type")).startsWith("text/csv");
    assertThat(csv.header("Content-Disposition")).contains("overdue.csv");
    assertThat(csv.text().lines()).hasSize(2);
    assertThat(csv.text())
        .startsWith("clinic,mother_id,mother,phone,")
        .contains("'=cmd(),+254700000001,en,", "Baraka: ", ",1,DELIVERED,2026-03-09,");
    assertThat(nurse.get("/app/overdue.csv?kind=antenatal").text().lines()).hasSize(1);
  }

  @Test
  void nobodyIsAskedWhatHasOneAnswer() {
    for (String page : List.of("/app/overdue", "/app/due", "/app/reminders")) {
      assertThat(nurse.get(page).text()).as(page).doesNotContain("name=\"clinic\"");
    }
    assertThat(nurse.get("/app/due").text())
        .contains("name=\"kind\"")
        .doesNotContain("name=\"for\"");
    assertThat(browser(Role.NURSE, kibera, families.clinic()).get("/app/overdue").text())
        .contains("name=\"clinic\"", "name=\"for\"");
  }

  @Test
  void theTableHoldsEverybodyHoweverManyTheyAre() {
    int many = 20_100;
    jdbc.sql(
            """
            with more as (
              insert into mother (clinic_id, full_name, phone, channels, consent, registered_at)
              select :clinic, 'Mother ' || n, '+25471' || (1000000 + n), '{sms}', false, now()
              from generate_series(1, :many) n
              returning id),
            born as (
              insert into baby (mother_id, birth_date, registered_at)
              select id, date '2026-01-01', now() from more
              returning id, mother_id)
            insert into visit (mother_id, baby_id, kind, code, title, due, overdue_after, why, plan,
              plan_version)
            select mother_id, id, 'VACCINATION', 'BCG-1', 'BCG', date '2026-01-01',
              date '2026-01-02' + (id % 40)::int, 'at birth', 'who', '1'
            from born
            """)
        .param("clinic", kibera)
        .param("many", many)
        .update();

    List<String> lines = nurse.get("/app/overdue.csv").text().lines().toList();

    assertThat(lines.stream().filter(line -> line.contains(",Mother ")).distinct()).hasSize(many);
  }

  @Test
  void anotherClinicsMothersAreNotShownAndItsFilterIsNotThere() {
    Browser elsewhere = browser(Role.VIEWER, families.clinic());

    assertThat(elsewhere.get("/app/overdue").text()).contains("Nobody is overdue");
    assertThat(elsewhere.get("/app/overdue/print").text()).doesNotContain("Otieno");
    assertThat(elsewhere.get("/app/overdue.csv").text()).doesNotContain("Otieno");
    for (String page : new String[] {"/app/overdue", "/app/overdue/print", "/app/overdue.csv"}) {
      assertThat(elsewhere.get(page + "?clinic=" + kibera).status()).isEqualTo(404);
    }
  }

  @Test
  void withoutASignInEachLeadsToIt() {
    for (String page : new String[] {"/app/overdue", "/app/overdue/print", "/app/overdue.csv"}) {
      assertThat(new Browser(api).get(page).status()).isEqualTo(302);
    }
  }
}
