package io.doula.functions.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.doula.functions.contract.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Draws the README's pictures anew when it is told to; {@code -Dscreenshots.write=true}. */
@BrowserTest
@EnabledIfSystemProperty(named = "screenshots.write", matches = "true")
class PicturesIT {
  private static final Path PICTURES = Path.of("../docs/img");
  private static final int LARGEST = 80_000;

  @Test
  void todayAMotherAndTheReports(Village village) throws Exception {
    // nobody sends in the village, and it is to look like a place where somebody does
    village.run(
        village.entrance(Way.NGINX),
        """
        update reminder
        set state = case when id % 3 = 0 then 'READ' else 'DELIVERED' end,
            channel = 'whatsapp', attempts = 1, why = 'The provider says that it arrived.'
        where due_at <= now() and state in ('PLANNED', 'QUEUED')
        """);
    try (Person asha = Person.with(village, Way.NGINX, Device.PHONE)) {
      asha.signsIn(People.NURSE, People.PASSWORD).isAt("Today");
      draw(asha, "today", 360, 740);
      asha.goesTo("People").fills("Find somebody", "Zawadi").presses("Find").follows("Zawadi Juma");
      asha.isAt("Zawadi Juma");
      beginAt(asha, "Nia");
      draw(asha, "mother", 360, 740);
    }
    try (Person admin = Person.with(village, Way.NGINX, Device.DESK)) {
      admin.signsIn("admin", Settings.ADMIN_PASSWORD).isAt("Today");
      admin.goesTo("Reports");
      admin.page.setViewportSize(1000, 470);
      beginAt(admin, "Coverage");
      draw(admin, "reports", 1000, 470);
    }
  }

  private static void beginAt(Person person, String heading) {
    person
        .page
        .getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(heading))
        .first()
        .evaluate("heading => heading.scrollIntoView({block: 'start'})");
  }

  private static void draw(Person person, String name, int width, int height) throws IOException {
    person.page.setViewportSize(width, height);
    Path file = PICTURES.resolve(name + ".png");
    person.page.screenshot(new Page.ScreenshotOptions().setPath(file));
    assertThat(Files.size(file)).as(name).isLessThan(LARGEST);
  }
}
