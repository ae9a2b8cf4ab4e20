package io.doula.desk.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.testing.Browser;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WeightTest extends Desk {

  @Test
  void theFirstPageIsUnderFiftyKilobytesWithItsStylesInEveryScript() {
    long kibera = families.clinic();
    families.clinic();
    for (int i = 0; i < 50; i++) {
      long mother = mother(kibera, "Nomathemba Dlamini-Khumalo", "+2547110" + (10000 + i));
      families.baby(mother, LocalDate.of(2026, 1, 1).plusDays(i), "Nosipho");
    }
    Browser browser = browser(Role.ADMIN);
    for (String language : new String[] {"en", "hi"}) {
      browser.submit("/app", "/app/language", "language", language, "next", "/app");
      assertThat(browser.get("/app").text().split("/app/people/[0-9]+", -1).length - 1)
          .isEqualTo(30);
      assertThat(weight(browser, "/app")).as(language).isLessThan(50_000);
    }
  }

  @Test
  void theCardOfAUsualMotherIsUnderFiftyKilobytesWithItsStyles() {
    long kibera = families.clinic();
    long mother = mother(kibera, "Nomathemba Dlamini-Khumalo", "+254711010000");
    long baby = families.baby(mother, LocalDate.of(2025, 11, 25), "Nosipho");
    for (String vaccine : List.of("BCG", "HepB", "bOPV")) {
      families.dose(mother, baby, vaccine, LocalDate.of(2025, 11, 26));
    }
    for (String vaccine : List.of("DTP+HepB+Hib", "PCV", "Rota", "bOPV")) {
      families.dose(mother, baby, vaccine, LocalDate.of(2026, 1, 6));
      families.dose(mother, baby, vaccine, LocalDate.of(2026, 2, 3));
    }
    families.dose(mother, baby, "IPV", LocalDate.of(2026, 3, 3));
    for (int i = 0; i < 30; i++) {
      reminder(mother, "DELIVERED", LocalDate.of(2026, 3, 9).minusDays(4 * i).toString());
    }
    Browser nurse = browser(Role.NURSE, kibera);
    for (String language : new String[] {"en", "fr", "hi", "sw", "zu"}) {
      nurse.submit("/app", "/app/language", "language", language, "next", "/app");
      String page = nurse.get("/app/people/" + mother).text();
      assertThat(page.split("name=\"entry\"", -1).length - 1).isEqualTo(12);
      assertThat(page.split("\"#is-arrived", -1).length - 1).isEqualTo(30);
      assertThat(weight(nurse, "/app/people/" + mother)).as(language).isLessThan(50_000);
    }
  }

  @Test
  void aPageGoesOutWithoutTheIndentsOfItsTemplate() {
    long kibera = families.clinic();
    long mother = mother(kibera, "Asha\n  Juma", "+254711010000");

    String page = browser(Role.NURSE, kibera).get("/app/people/" + mother).text();

    assertThat(page).doesNotContainPattern(">\\s*\\n\\s+<").contains("Asha\n  Juma");
  }

  private static int weight(Browser browser, String path) {
    String page = browser.get(path).text();
    Matcher sheet = Pattern.compile("href=\"(/static/doula-[0-9a-f]+\\.css)\"").matcher(page);
    assertThat(sheet.find()).isTrue();
    return page.getBytes(StandardCharsets.UTF_8).length
        + browser.get(sheet.group(1)).response().body().length;
  }
}
