package io.doula.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.DoulaTest;
import io.doula.testing.MovedClock;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What lines make of families. Today is 2026-03-10. */
@DoulaTest
class ImportedFamiliesTest extends Registers {
  @Test
  void aChangedLineChangesHerAndAnEmptyCellLeavesWhatIsKnown() {
    imported(
        HEADER + "Kisumu East,K-1,Asha,+254712000001,a@example.org,sw,sms,,yes,2025-12-01,,,,\n");

    String changed = HEADER + "Kisumu East,K-1,Asha O,+254712000009,,,,,yes,,2026-09-14,,,\n";
    assertTally(imported(changed), 1, 0);
    assertTally(imported(changed), 0, 1);

    JsonNode mother = onlyMother();
    assertThat(mother.path("fullName").asString()).isEqualTo("Asha O");
    assertThat(mother.path("phone").asString()).isEqualTo("+254712000009");
    assertThat(mother.path("email").asString()).isEqualTo("a@example.org");
    assertThat(mother.path("language").asString()).isEqualTo("sw");
    assertThat(mother.path("channels").size()).isEqualTo(1);
    assertThat(mother.path("pregnancies").get(0).path("edd").asString()).isEqualTo("2026-09-14");
    assertThat(count("pregnancy")).isEqualTo(1);
  }

  @Test
  void withoutANumberSheIsFoundByPhoneAndName() {
    String line = "Kisumu East,,Asha,+254712000001,,,,,yes,,,,,\n";
    String sister = "Kisumu East,,Amina,+254712000001,,,,,yes,,,,,\n";

    assertTally(imported(HEADER + line + sister + line), 2, 1);
    assertTally(imported(HEADER + line + sister), 0, 2);
    assertThat(count("mother")).isEqualTo(2);
  }

  @Test
  void oneMotherOnManyLinesIsOneMother() {
    String csv =
        HEADER
            + "Kisumu East,K-1,Asha,+254712000001,,,,,yes,,,Amina,,2026-03-01\n"
            + "Kisumu East,K-1,Asha,+254712000001,,,,,yes,,,Zawadi,,2026-03-01\n"
            + "Kisumu East,K-1,Asha,+254712000001,,,,,yes,,,Juma,,2023-05-01\n"
            + "Kisumu East,K-1,Asha,+254712000001,,,,,yes,,,Amina,,2026-03-01\n";

    assertTally(imported(csv), 3, 1);

    assertThat(onlyMother().path("babies").size()).isEqualTo(3);
    assertThat(onlyMother().path("pregnancies").size()).isEqualTo(1);
  }

  @Test
  void aBabyThatGetsItsNameLaterIsTheSameBaby() {
    String start = HEADER + "Kisumu East,K-1,Asha,+254712000001,,,,,yes,,,";

    assertTally(imported(start + ",,2026-03-01\n"), 1, 0);
    assertTally(imported(start + "Amina,FEMALE,2026-03-01\n"), 1, 0);
    assertTally(imported(start + ",,2026-03-01\n"), 0, 1);

    assertThat(onlyMother().path("babies").size()).isEqualTo(1);
    assertThat(onlyMother().path("babies").get(0).path("name").asString()).isEqualTo("Amina");
  }

  @Test
  void aLineMayBringAPregnancyAndTheBabyThatEndedIt() {
    String csv =
        HEADER + "Kisumu East,K-1,Asha,+254712000001,,,,,yes,2025-03-01,,Amina,,2025-12-06\n";

    assertTally(imported(csv), 1, 0);
    assertTally(imported(csv), 0, 1);

    JsonNode pregnancy = onlyMother().path("pregnancies").get(0);
    assertThat(pregnancy.path("outcome").asString()).isEqualTo("LIVE_BIRTH");
    assertThat(pregnancy.path("endedOn").asString()).isEqualTo("2025-12-06");
    assertThat(pregnancy.path("lmp").asString()).isEqualTo("2025-03-01");
  }

  @Test
  void anOldRegisterDoesNotReopenWhatHasEnded() {
    String csv = HEADER + "Kisumu East,K-1,Asha,+254712000001,,,,,yes,2025-12-01,,,,\n";
    imported(csv);
    String pregnancy = onlyMother().path("pregnancies").get(0).path("id").asString();
    nursery.admin.post(
        "/api/pregnancies/" + pregnancy + "/outcome",
        "{\"outcome\": \"MISCARRIAGE\", \"on\": \"2026-02-01\"}");

    assertTally(imported(csv), 0, 1);
    assertThat(count("pregnancy")).isEqualTo(1);

    nursery.aPregnancyOf(1, "2026-02-20");
    assertTally(imported(csv), 0, 1);
    assertThat(onlyMother().path("pregnancies").get(1).path("lmp").asString())
        .isEqualTo("2026-02-20");
  }

  @Test
  void aScanKnowsBetterThanARegister() {
    String csv = HEADER + "Kisumu East,K-1,Asha,+254712000001,,,,,yes,2025-12-01,,,,\n";
    imported(csv);
    String pregnancy = onlyMother().path("pregnancies").get(0).path("id").asString();
    nursery.admin.patch(
        "/api/pregnancies/" + pregnancy,
        "{\"scan\": {\"date\": \"2026-03-01\", \"weeks\": 10, \"days\": 0}}");

    assertTally(imported(csv), 0, 1);

    assertThat(onlyMother().path("pregnancies").get(0).path("datedBy").asString())
        .isEqualTo("SCAN");
  }

  @Test
  void consentThatWasTakenBackIsNotGivenAgainByAFile() {
    String yes = HEADER + "Kisumu East,K-1,Asha,+254712000001,,,,,yes,,,,,\n";
    String no = yes.replace(",yes,", ",no,");

    imported(no);
    assertTally(imported(yes), 1, 0);
    assertThat(onlyMother().path("consent").asBoolean()).isTrue();
    assertTally(imported(no), 1, 0);
    assertTally(imported(yes), 0, 1);
    assertThat(onlyMother().path("consent").asBoolean()).isFalse();
  }

  @Test
  void whoOptedOutStaysOut() {
    String csv = HEADER + "Kisumu East,K-1,Asha,+254712000001,,,,,yes,,,,,\n";
    imported(csv);
    mothers.optOutAt("+254712000001", MovedClock.START);

    imported(csv.replace("Asha", "Asha O"));

    assertThat(onlyMother().path("optedOut").asBoolean()).isTrue();
  }

  @Test
  void dosesComeInColumnsOfTheirOwn() {
    String header =
        "clinic,full_name,phone,consent,baby_birth_date,dose_BCG_1,dose_Hib+DTP+HepB_1,dose_DTP+HepB+Hib_2\n";
    String mother = "Kisumu East,Asha,+254712000001,yes,";
    String csv = header + mother + "2025-11-01,2025-11-02,2025-12-13,2026-01-10\n";

    assertTally(imported(csv), 1, 0);
    assertTally(imported(csv), 0, 1);

    assertThat(
            onlyMother()
                .path("babies")
                .get(0)
                .path("doses")
                .valueStream()
                .map(d -> d.path("vaccine").asString() + " " + d.path("on").asString()))
        .containsExactly("BCG 2025-11-02", "DTP+HepB+Hib 2025-12-13", "DTP+HepB+Hib 2026-01-10");
    assertTally(
        imported(
            header
                + mother
                + ",2025-11-02,,\n"
                + mother
                + "2025-11-01,2025-10-31,,\n"
                + mother
                + "2025-11-01,,2026-03-11,\n"
                + mother
                + "2025-11-01,,,2026-02-29\n"),
        0,
        0,
        "2 dose_BCG_1",
        "3 dose_BCG_1",
        "4 dose_Hib+DTP+HepB_1",
        "5 dose_DTP+HepB+Hib_2");
    assertThat(count("dose")).isEqualTo(3);
  }

  @Test
  void whatContradictsADeathIsRefused() {
    String header = "clinic,full_name,phone,consent,lmp,baby_name,baby_birth_date,dose_BCG_1\n";
    imported(header + "Kisumu East,Asha,+254712000001,yes,,Amina,2025-06-01,\n");
    JsonNode mother = onlyMother();
    nursery.on(
        "/api/babies/" + mother.path("babies").get(0).path("id").asString() + "/death",
        "2025-07-01");
    nursery.on("/api/mothers/" + mother.path("id").asString() + "/death", "2025-07-02");

    assertTally(
        imported(
            header
                + "Kisumu East,Asha,+254712000001,yes,,Amina,2025-06-01,2025-07-02\n"
                + "Kisumu East,Asha,+254712000001,yes,2025-12-01,,,\n"
                + "Kisumu East,Asha,+254712000001,yes,,Juma,2026-03-01,\n"
                + "Kisumu East,Asha,+254712000001,yes,,Amina,2025-06-01,2025-07-01\n"),
        1,
        0,
        "2 dose_BCG_1",
        "3 lmp",
        "4 baby_birth_date");
  }
}
