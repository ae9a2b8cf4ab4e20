package io.doula.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanFilesTest {

  private static final String TEXT = Who.PLAN.text();

  @Test
  void planWhoSaysWhatItIsAndWhereItComesFrom() {
    Plan who = Who.PLAN;
    assertThat(who.version()).isNotBlank();
    assertThat(who.changeNote()).isNotBlank();
    assertThat(who.sources()).isNotEmpty();
    assertThat(who.reminders())
        .containsExactly(
            new ReminderRule(ReminderKind.UPCOMING, -2, 0),
            new ReminderRule(ReminderKind.DUE, 0, 0),
            new ReminderRule(ReminderKind.MISSED, 7, 2));
    assertThat(who.text()).contains("\"code\": \"who\"");
  }

  @Test
  void everySeriesOfPlanWhoIsThere() {
    assertThat(Who.PLAN.seriesCodes())
        .containsExactlyInAnyOrder(
            ("BCG HEPB-BIRTH HEPB-3 HEPB-4 HEPB-DELAYED OPV-BIRTH POLIO DTP DTP-DELAYED HIB-3"
                    + " HIB-2B PCV-3 PCV-2B ROTA MCV-LOW MCV-HIGH MCV0 MENA YF MALARIA"
                    + " TD-PREGNANCY-3 TCV JE HPV")
                .split(" "));
  }

  @Test
  void anUnknownPlanIsRefused() {
    assertThatThrownBy(() -> Plans.load().plan("nowhere"))
        .isInstanceOfSatisfying(
            ForecastRefused.class, refused -> assertThat(refused.field()).isEqualTo("plan"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"graceDays\": 0,                  |                        | graceDays",
        "\"graceDays\": 0                   | \"graceDays\": \"0\"   | graceDays",
        "\"graceDays\": 0,                  | \"graceDays\": 0, \"graceDay\": 1, | graceDay",
        "\"firstByWeek\": 12,               |                        | firstByWeek",
        "{\"kind\": \"DUE\", \"days\": 0,   | {\"kind\": \"LATE\", \"days\": 0, | kind",
        "\"vaccines\": [\"PCV\"]            | \"vaccines\": [\"PVC\"] | series PCV-3 vaccines PVC",
        "{\"dose\": 2, \"minimumInterval\": \"4 m\"} | {\"dose\": 2} | components IPV minimumInterval",
        "{\"dose\": 1, \"minimumAge\": \"14 w\"  | {\"dose\": 1, \"minAge\": \"14 w\" | IPV doses[0]",
        "{\"dose\": 1, \"minimumAge\": \"14 w\"  | {\"dose\": 1, \"minimumAge\": \"14w\" | IPV minimumAge",
        "\"hiv\": \"positive\", \"art\": false | \"hlv\": \"positive\", \"art\": false | series BCG hlv",
        "{\"series\": [\"ROTA\"]}           | {\"series\": [\"ROTB\"]} | routine ROTB",
        "\"primaryGivenAs\": \"DTP+HepB+Hib\" | \"primaryGivenAs\": \"DTP+HepC\" | primaryGivenAs",
        "\"code\": \"YF\"                   | \"code\": \"MENA\"     | MENA",
        "\"then\": \"NOT_DUE\"              | \"then\": \"COMPLETE\" | then",
        "\"sources\": [                     | \"sources\": [], \"sauces\": [ | sources"
      })
  void aPlanThatIsNotSoundIsRefusedByPlanPlaceAndField(String from, String to, String said) {
    assertThat(TEXT).contains(from);
    String broken = TEXT.replace(from, to == null ? "" : to);
    String[] words = said.split(" ");
    assertThatThrownBy(() -> plan(broken))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("test.json")
        .message()
        .contains(Arrays.asList(words));
  }

  @Test
  void brokenJsonAndAFieldTwiceAreRefused() {
    assertThatThrownBy(() -> plan(TEXT.substring(0, 500)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> plan(TEXT.replace("\"graceDays\": 0", "\"code\": \"x\"")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("test.json");
  }

  @Test
  void graceDaysOfAPlanLetADoseCountAFewDaysEarly() {
    Plan kind = plan(TEXT.replace("\"graceDays\": 0", "\"graceDays\": 4"));
    var birth = Who.day("2026-01-31");
    for (int early = 0; early <= 5; early++) {
      var dose = new GivenDose("DTP", birth.plusDays(42 - early));
      ImmunizationForecast forecast =
          ImmunizationForecast.of(
              kind, birth, birth.plusDays(50), List.of("DTP"), List.of(dose), Facts.none());
      assertThat(forecast.given().get(0).counts()).isEqualTo(early <= 4);
    }
  }

  @Test
  void aPlanMayChangeForThoseBornFromADayOn() {
    Plan changed =
        plan(
            TEXT.replace(
                "\"when\": [{\"startedFrom\": \"24 m\"}]",
                "\"when\": [{\"startedFrom\": \"24 m\"}, {\"bornFrom\": \"2026-02-01\"}]"));
    assertThat(pcvDosesLeft(changed, "2026-01-31")).isEqualTo(SeriesStatus.NOT_DUE);
    assertThat(pcvDosesLeft(changed, "2026-02-01")).isEqualTo(SeriesStatus.COMPLETE);
  }

  private static SeriesStatus pcvDosesLeft(Plan plan, String birth) {
    var born = Who.day(birth);
    var dose = new GivenDose("PCV", born.plusDays(42));
    return ImmunizationForecast.of(
            plan, born, dose.on(), List.of("PCV-3"), List.of(dose), Facts.none())
        .series()
        .get(0)
        .status();
  }

  private static Plan plan(String text) {
    return PlanFiles.plan("test.json", text, Who.PLAN.vaccines());
  }
}
