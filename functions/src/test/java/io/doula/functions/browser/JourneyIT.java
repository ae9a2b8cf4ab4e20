package io.doula.functions.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.Media;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A nurse's day on a phone, by what the pages say and nothing else. */
@BrowserTest
class JourneyIT {
  private static final ZoneId NAIROBI = ZoneId.of("Africa/Nairobi");

  @ParameterizedTest
  @EnumSource
  void aNursesDay(Way way, Village village) throws IOException {
    try (Person asha = Person.with(village, way, Device.PHONE)) {
      asha.signsIn(People.NURSE, People.PASSWORD).isAt("Today").pictures("today");
      registers(asha, "Wairimu Njoroge", "0712 000 901", "Tumaini");
      recordsThreeDoses(asha);
      clinicMorning(asha, "Chebet Kiprono", "Jabali");
      findsTheOverdue(asha);
      entersALoss(asha, "Wairimu Njoroge", "Tumaini");
      asha.presses("Sign out").isAt("Every mother, every baby, on the right day.");
    }
  }

  @Test
  void theSameWithoutScript(Village village) throws IOException {
    try (Person asha = Person.withoutScript(village, Way.NGINX, Device.PHONE)) {
      asha.signsIn(People.NURSE, People.PASSWORD).isAt("Today");
      registers(asha, "Makena Karanja", "0712 000 902", "Upendo");
      recordsThreeDoses(asha);
      clinicMorning(asha, "Halima Abdi", "Imani");
      findsTheOverdue(asha);
      entersALoss(asha, "Makena Karanja", "Upendo");
      asha.presses("Sign out").isAt("Every mother, every baby, on the right day.");
    }
  }

  private static void registers(Person asha, String name, String phone, String baby) {
    asha.follows("Register a mother").isAt("Register a mother").pictures("register");
    asha.fills("Name", name).fills("Phone", "0712").picks("Yes, she agrees");
    asha.picks("She has just given birth");
    asha.presses("Register").sees("Nothing was recorded yet").pictures("register-refused");

    asha.fills("Phone", phone).fills("Day of birth", LocalDate.now(NAIROBI).toString());
    asha.fills("Name of the baby", baby).picks("Girl");
    asha.presses("Register").isAt(name).sees("She is registered.").pictures("mother");
  }

  private static void recordsThreeDoses(Person asha) {
    asha.follows("Record a visit").pictures("record");
    asha.picks("BCG").picks("Hepatitis B birth dose").picks("Oral polio birth dose");
    asha.presses("Record").sees("Recorded. The dates to come are worked out anew.");
    asha.sees("Given and recorded: 3").unfolds("Given and recorded: 3").sees("BCG");
    asha.pictures("recorded");
  }

  private static void clinicMorning(Person asha, String mother, String baby) {
    asha.goesTo("Today").isAt("Today").follows("Clinic morning").isAt("Clinic morning");
    asha.fills("Who is next?", mother).presses("Find").pictures("morning");
    asha.follows(mother).picks("Oral polio (bOPV), dose 1").presses("Record");
    asha.isAt("Clinic morning").sees("doses recorded").sees(baby + " (" + mother + ")");
    asha.pictures("morning-recorded");
  }

  private static void findsTheOverdue(Person asha) throws IOException {
    asha.goesTo("Overdue").isAt("Overdue").sees("Zawadi Juma").pictures("overdue");
    asha.chooses("What", "Vaccinations").presses("Show").sees("Zawadi Juma");
    assertThat(asha.downloads("As a file (CSV)")).contains("Zawadi Juma").contains("+254700000109");

    asha.follows("Print the list").isAt("To call or to visit").sees("Zawadi Juma");
    asha.page.emulateMedia(new EmulateMediaOptions().setMedia(Media.PRINT));
    asha.pictures("overdue-on-paper");
    asha.seesNot("Sign out").seesNot("Back to the list");
    byte[] sheet = asha.page.pdf();
    asha.page.emulateMedia(new EmulateMediaOptions().setMedia(Media.SCREEN));
    assertThat(new String(sheet, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
    Files.write(Path.of("target/browser/overdue.pdf"), sheet);
    asha.follows("Back to the list").isAt("Overdue");
  }

  private static void entersALoss(Person asha, String name, String baby) {
    asha.goesTo("People").fills("Find somebody", name).presses("Find").follows(name);
    asha.isAt(name).follows("All her reminders").isAt("Reminders").sees("waiting");
    asha.page.goBack();

    asha.isAt(name).follows("A loss or a death").sees("We are sorry.").pictures("loss");
    asha.picks(baby).presses("See what it means").sees("What stops").sees("cancelled");
    asha.pictures("loss-means");
    asha.presses("Record it").sees("It is recorded. The messages have stopped.").pictures("lost");

    asha.follows("All her reminders").isAt("Reminders").sees("called off").pictures("called-off");
    asha.followsFirst("On the day").isAt(name).sees("called off").pictures("reminder");
  }
}
