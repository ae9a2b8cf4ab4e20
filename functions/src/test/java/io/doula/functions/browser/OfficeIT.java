package io.doula.functions.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.FilePayload;
import io.doula.functions.contract.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an administrator does at her desk besides looking after accounts ({@link StaffIT}). */
@BrowserTest
class OfficeIT {
  private static final String REGISTER =
      """
      clinic,full_name,phone,consent,baby_name,baby_birth_date
      Kibera Health Centre,Nafula Wekesa,+254712000950,yes,Zuri,2026-09-01
      Kibera Health Centre,Moraa Nyaboke,not a phone,yes,,
      """;

  @ParameterizedTest
  @EnumSource
  void aRegisterIsBroughtInAndItsRefusedLineComesBack(Way way, Village village) throws IOException {
    try (Person admin = Person.with(village, way, Device.DESK)) {
      admin.signsIn("admin", Settings.ADMIN_PASSWORD).isAt("Today");
      admin.goesTo("More").follows("Registers").isAt("Registers").pictures("imports");
      admin
          .page
          .getByLabel("CSV file")
          .setInputFiles(
              new FilePayload(
                  "register.csv", "text/csv", REGISTER.getBytes(StandardCharsets.UTF_8)));
      admin.presses("Bring it in").sees("Refused lines").pictures("imported");
      assertThat(admin.downloads("All of them as CSV")).contains("3,phone,");

      admin.goesTo("People").fills("Find somebody", "Nafula").presses("Find");
      admin.follows("Nafula Wekesa").isAt("Nafula Wekesa").sees("Zuri");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWomanWhoWasRegisteredTwiceIsOneAndTwoAgain(Way way, Village village) {
    try (Person nurse = Person.with(village, way, Device.PHONE)) {
      nurse.signsIn(People.NURSE, People.PASSWORD).isAt("Today");
      String phone = "0712 000 96" + way.ordinal();
      registers(nurse, "Nekesa Wafula", phone).isAt("Nekesa Wafula");
      registers(nurse, "Wafula Nekesa", phone).sees("This phone is registered for:");
      nurse.picks("She is somebody else.").presses("Register").isAt("Wafula Nekesa");
      nurse.follows("Nekesa Wafula").isAt("One woman or two?").pictures("twice");
      nurse.presses("It is one woman: put them together").isAt("Wafula Nekesa");
      nurse.sees("The two records are one now.").pictures("one");
      nurse.follows("Take apart").isAt("Take the two records apart?").presses("Take them apart");
      nurse.sees("There are two records again.");
    }
  }

  private static Person registers(Person nurse, String name, String phone) {
    nurse.opens("/app/people/new").fills("Name", name).fills("Phone", phone);
    return nurse.picks("Yes, she agrees").picks("Something else").presses("Register");
  }

  @ParameterizedTest
  @EnumSource
  void reportsArePicturesWithTheirTableAndTheSameNumbersAsCsv(Way way, Village village)
      throws IOException {
    try (Person admin = Person.with(village, way, Device.DESK)) {
      admin.signsIn("admin", Settings.ADMIN_PASSWORD).isAt("Today");
      admin.goesTo("Reports").pictures("reports");
      assertThat(admin.page.locator("main svg[role=img]").count()).isPositive();
      assertThat(admin.page.locator("main table").count()).isPositive();
    }
  }
}
