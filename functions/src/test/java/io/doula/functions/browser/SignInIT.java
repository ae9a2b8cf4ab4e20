package io.doula.functions.browser;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Coming in, having a look, going out. */
@BrowserTest
class SignInIT {
  @ParameterizedTest
  @EnumSource
  void aNurseSignsInSeesHerDayAndSignsOut(Way way, Village village) {
    try (Person asha = Person.with(village, way, Device.PHONE)) {
      asha.opens("/").pictures("home").follows("Sign in");
      asha.isAt("Sign in").pictures("sign-in");
      asha.fills("User name", People.NURSE).fills("Password", "not hers").presses("Sign in");
      asha.sees("The user name or the password is wrong.");

      asha.fills("Password", People.PASSWORD).presses("Sign in");
      asha.isAt("Today").sees("Kibera Health Centre").pictures("today");

      asha.presses("Sign out").isAt("Every mother, every baby, on the right day.");
      asha.opens("/app").isAt("Sign in");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLanguageIsChosenOnAnyPageAndStays(Way way, Village village) {
    try (Person asha = Person.with(village, way, Device.PHONE)) {
      asha.opens("/app/sign-in").reads("English").presses("Kiswahili");
      asha.reads("Kiswahili").opens("/").reads("Kiswahili").presses("isiZulu");
      asha.reads("isiZulu");
    }
  }
}
