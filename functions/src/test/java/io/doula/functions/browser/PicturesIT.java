package io.doula.functions.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
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
  void todayAMotherAndTheReports(Village village) throws IOException {
    try (Person asha = Person.with(village, Way.NGINX, Device.PHONE)) {
      asha.signsIn(People.NURSE, People.PASSWORD).isAt("Today");
      draw(asha, "today", 360, 740);
      asha.goesTo("People").fills("Find somebody", "Zawadi").presses("Find").follows("Zawadi Juma");
      asha.isAt("Zawadi Juma");
      draw(asha, "mother", 360, 740);
    }
    try (Person admin = Person.with(village, Way.NGINX, Device.DESK)) {
      admin.signsIn("admin", Settings.ADMIN_PASSWORD).isAt("Today");
      admin.goesTo("Reports");
      draw(admin, "reports", 900, 740);
    }
  }

  private static void draw(Person person, String name, int width, int height) throws IOException {
    person.page.setViewportSize(width, height);
    Path file = PICTURES.resolve(name + ".png");
    person.page.screenshot(new Page.ScreenshotOptions().setPath(file));
    assertThat(Files.size(file)).as(name).isLessThan(LARGEST);
  }
}
