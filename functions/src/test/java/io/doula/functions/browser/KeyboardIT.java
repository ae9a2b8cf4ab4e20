package io.doula.functions.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.functions.contract.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything can be done with a keyboard alone, and one sees where one is. */
@BrowserTest
class KeyboardIT {
  private static final List<String> PAGES =
      List.of(
          "/app", "/app/people", "/app/people/new", "/app/overdue", "/app/reports", "/app/more");
  private static final int MOST = 400;

  @Test
  void oneSignsInWithTheKeyboardAlone(Village village) {
    try (Person asha = Person.with(village, Way.NGINX, Device.DESK)) {
      // the field of the name is where one is at once
      asha.opens("/app/sign-in").isIn("User name").types(People.NURSE);
      asha.key("Tab").isIn("Password").types(People.PASSWORD).key("Enter").isAt("Today");
    }
  }

  @Test
  void theFirstStepLeadsPastTheBarToTheContent(Village village) {
    try (Person asha = Person.with(village, Way.NGINX, Device.DESK)) {
      asha.signsIn(People.NURSE, People.PASSWORD).isAt("Today");
      asha.opens("/app/people").key("Tab");
      assertThat(asha.focus().get("name")).isEqualTo("To the content");
      asha.key("Enter").key("Tab");
      assertThat(asha.page.locator("main").locator(":focus").count()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachStepIsSeenGoesOnAndEndsWhereItBegan(Device device, Village village) {
    List<String> faults = new ArrayList<>();
    try (Person admin = Person.with(village, Way.NGINX, device)) {
      admin.signsIn("admin", Settings.ADMIN_PASSWORD).isAt("Today");
      for (String path : PAGES) {
        admin.opens(path);
        walk(admin, path, faults);
      }
    }
    assertThat(faults).as("%s", String.join("\n", faults)).isEmpty();
  }

  private static void walk(Person admin, String path, List<String> faults) {
    int first = -1;
    int last = -1;
    for (int i = 0; i < MOST; i++) {
      Map<String, Object> at = admin.key("Tab").focus();
      int order = ((Number) at.get("order")).intValue();
      if (order < 0 || order == first) {
        return;
      }
      first = first < 0 ? order : first;
      if (at.get("fault") != null) {
        faults.add(path + ": " + at.get("name") + " " + at.get("fault"));
      }
      if (order <= last) {
        faults.add(path + ": " + at.get("name") + " comes again or too late");
        return;
      }
      last = order;
    }
    faults.add(path + ": " + MOST + " steps do not lead out");
  }
}
