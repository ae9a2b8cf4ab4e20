package io.doula.desk.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.testing.Browser;
import java.time.LocalDate;
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
      String page = browser.get("/app").text();
      Matcher sheet = Pattern.compile("href=\"(/static/doula-[0-9a-f]+\\.css)\"").matcher(page);
      assertThat(sheet.find()).isTrue();
      assertThat(page.split("/app/people/[0-9]+", -1).length - 1).isEqualTo(30);
      int bytes =
          page.getBytes(java.nio.charset.StandardCharsets.UTF_8).length
              + browser.get(sheet.group(1)).response().body().length;
      assertThat(bytes).as(language).isLessThan(50_000);
    }
  }
}
