package io.doula.functions.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.Cookie;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Pages in each language: said so, whole, and not too wide for a phone. */
@BrowserTest
class LanguagesIT {
  private static final List<String> LANGUAGES = List.of("en", "fr", "hi", "sw", "zu");
  private static final List<String> PAGES =
      List.of(
          "/",
          "/app",
          "/app/people",
          "/app/people/new",
          "/app/overdue",
          "/app/reminders",
          "/app/reports",
          "/app/plans",
          "/app/imports",
          "/app/more",
          "/app/account");

  @Test
  void eachPageIsInTheLanguageThatItsReaderChose(Village village) {
    List<String> faults = new ArrayList<>();
    Set<String> titles = new HashSet<>();
    try (Person asha = Person.with(village, Way.NGINX, Device.PHONE)) {
      asha.signsIn(People.NURSE, People.PASSWORD).isAt("Today");
      for (String language : LANGUAGES) {
        asha.browser()
            .addCookies(
                List.of(
                    new Cookie("doula-language", language)
                        .setUrl(village.entrance(Way.NGINX).base().toString())));
        for (String path : PAGES) {
          asha.opens(path);
          look(asha, language + " " + path, language, faults);
        }
        asha.opens("/app");
        titles.add(asha.page.title());
        asha.pictures("today-" + language);
      }
    }
    assertThat(faults).as("%s", String.join("\n", faults)).isEmpty();
    assertThat(titles).hasSameSizeAs(LANGUAGES);
  }

  private static void look(Person asha, String where, String language, List<String> faults) {
    Object said = asha.page.evaluate("() => document.documentElement.lang");
    if (!language.equals(said)) {
      faults.add(where + " says it is in " + said);
    }
    Object direction = asha.page.evaluate("() => document.documentElement.dir");
    if (!"ltr".equals(direction)) {
      faults.add(where + " reads " + direction);
    }
    PageCheck check = new PageCheck(asha.page);
    check.layoutFaults(Device.PHONE.width).forEach(fault -> faults.add(where + " " + fault));
    check.faults().forEach(fault -> faults.add(where + " " + fault));
  }
}
