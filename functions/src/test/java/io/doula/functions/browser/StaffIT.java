package io.doula.functions.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.functions.contract.Settings;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An administrator and those who sign in because of her. */
@BrowserTest
class StaffIT {
  private static final String HERS = "words that nora alone knows";

  @ParameterizedTest
  @EnumSource
  void aNurseIsAddedComesInByHerLinkTakesASecondFactorAndIsShutOut(Way way, Village village)
      throws Exception {
    try (Person admin = Person.with(village, way, Device.DESK);
        Person nora = Person.with(village, way, Device.PHONE)) {
      nora.opens(pathOf(linkFor(admin)));
      nora.isAt("Choose a password");
      nora.fills("New password", HERS).fills("New password again", HERS);
      nora.presses("Save the password").isAt("Sign in").sees("Your password is saved.");
      String key = takesASecondFactor(nora);

      nora.opens("/app").presses("Sign out").isAt("Every mother, every baby");
      nora.signsIn("nora", HERS).isAt("Your code, please");
      // a code is good once, and the one before was used to turn it on
      nora.fills("Code", OneTimeCode.at(Instant.now().plusSeconds(30), key)).presses("Sign in");
      nora.isAt("Today");

      admin.opens("/app/staff").follows("nora");
      admin.follows("Disable the account").isAt("Disable the account").pictures("disable");
      admin.presses("Disable the account").sees("The account is disabled, and signed out.");
      nora.goesTo("People").isAt("Sign in");
      nora.fills("User name", "nora").fills("Password", HERS).presses("Sign in");
      nora.sees("The user name or the password is wrong.");
    }
  }

  private static String linkFor(Person admin) {
    admin.signsIn("admin", Settings.ADMIN_PASSWORD).isAt("Today");
    admin.goesTo("More").isAt("More").follows("Staff").follows("Add somebody");
    admin.fills("User name", "a b").presses("Add and make the link");
    admin.sees("Nothing was recorded yet").pictures("staff-refused");
    admin.fills("User name", "nora").picks("Nurse").picks("Kibera Health Centre");
    admin.presses("Add and make the link").isAt("A link to choose a password");
    String link = admin.page.getByLabel("Link").inputValue();
    admin.follows("I have given it on").sees("has not used her link yet");
    return link;
  }

  private static String takesASecondFactor(Person nora) throws Exception {
    nora.fills("User name", "nora").fills("Password", HERS).presses("Sign in").isAt("Today");
    nora.follows("nora").isAt("Your account").follows("Add a second factor");
    nora.fills("Current password", HERS).presses("Next");
    nora.sees("Scan this picture").pictures("second-factor");
    String key =
        nora.page.getByText(java.util.regex.Pattern.compile("^[A-Z2-7 ]{16,}$")).innerText();
    nora.fills("Code", OneTimeCode.at(Instant.now(), key)).presses("Turn on");
    nora.isAt("Your recovery codes").follows("I have written them down");
    assertThat(key).isNotBlank();
    return key;
  }

  /** The link leads to the public name; the test's door may have another port. */
  private static String pathOf(String link) {
    URI uri = URI.create(link);
    return link.substring(link.indexOf(uri.getRawPath()));
  }
}
