package io.doula.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.core.Viewer;
import io.doula.testing.DoulaTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A register that is sent again on another day. It was first imported on 2026-03-10. */
@DoulaTest
class ImportedAgainTest extends Registers {
  private static final Viewer ADMIN = new Viewer(1, "admin", Role.ADMIN, Set.of());
  private static final String LINES =
      "clinic,external_id,full_name,phone,consent,lmp,edd,baby_name,baby_birth_date,dose_BCG_1\n";
  private static final String PREGNANT =
      LINES + "Kisumu East,K-1,Asha,+254712000001,yes,2025-05-20,,,,\n";

  private ImportResult onDay(String day, String csv) throws IOException {
    return imports.read(
        new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
        Instant.parse(day + "T06:00:00Z"),
        ADMIN,
        (bytes, lines) -> {});
  }

  private void assertUnchanged(ImportResult result, int lines) {
    assertThat(result.rejected()).isEmpty();
    assertThat(result.accepted()).isZero();
    assertThat(result.unchanged()).isEqualTo(lines);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-02-01", "2026-03-09", "2026-05-09", "2027-03-10", "2051-03-10"})
  void aLineThatSaysWhatIsRecordedIsUnchangedOnAnyDay(String day) throws IOException {
    String csv =
        PREGNANT
            + "Kisumu East,,Amina,+254712000002,yes,,2026-03-01,,,\n"
            + "Kisumu East,,Zoë,+254712000003,yes,,,Juma,2026-03-01,2026-03-10\n"
            + "Kisumu East,,Neema,+254712000004,yes,2025-05-20,,Baraka,2026-02-20,\n"
            + "Kisumu East,,Halima,+254712000005,yes,2025-05-20,,Older,2020-03-01,2020-03-02\n"
            + "Kisumu East,,Rehema,+254712000006,yes,2026-03-10,,,,\n";
    assertTally(imported(csv), 6, 0);

    assertUnchanged(onDay(day, csv), 6);

    assertThat(count("pregnancy")).isEqualTo(6);
    assertThat(count("baby")).isEqualTo(3);
    assertThat(count("dose")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"outcome\": \"STILLBIRTH\", \"on\": \"2026-03-01\"}",
        "{\"outcome\": \"MISCARRIAGE\", \"on\": \"2025-08-01\"}",
        "{\"outcome\": \"LIVE_BIRTH\", \"on\": \"2026-03-09\", \"babies\": [{\"name\": \"Juma\"}]}"
      })
  void aPregnancyThatEndedInBetweenIsStillKnown(String outcome) throws IOException {
    imported(PREGNANT);
    nursery.admin.post("/api/pregnancies/" + pregnancy() + "/outcome", outcome);

    assertUnchanged(onDay("2026-05-09", PREGNANT), 1);

    assertThat(onlyMother().path("pregnancies").get(0).path("outcome").isNull()).isFalse();
  }

  @Test
  void aBirthInBetweenChangesNothingAboutHerLine() throws IOException {
    imported(PREGNANT);
    nursery.aBabyOf(Long.parseLong(mother()), "2026-03-08");

    assertUnchanged(onDay("2026-05-09", PREGNANT), 1);
  }

  @Test
  void aScanInBetweenKnowsBetterOnAnyDay() throws IOException {
    imported(PREGNANT);
    nursery.admin.patch(
        "/api/pregnancies/" + pregnancy(),
        "{\"scan\": {\"date\": \"2026-03-01\", \"weeks\": 30, \"days\": 0}}");
    assertUnchanged(onDay("2026-05-09", PREGNANT), 1);

    nursery.aBabyOf(Long.parseLong(mother()), "2026-03-08");
    assertUnchanged(onDay("2026-05-09", PREGNANT), 1);
  }

  @Test
  void whoOptedOutOrDiedIsUnchangedByHerLine() throws IOException {
    imported(PREGNANT);
    nursery.admin.post("/api/mothers/" + mother() + "/opt-out", "{}");
    assertUnchanged(onDay("2026-05-09", PREGNANT), 1);
    assertThat(onlyMother().path("optedOut").asBoolean()).isTrue();

    nursery.on("/api/mothers/" + mother() + "/death", "2026-03-09");
    assertUnchanged(onDay("2026-05-09", PREGNANT), 1);
    assertThat(onlyMother().path("diedOn").asString()).isEqualTo("2026-03-09");
  }

  @Test
  void afterHerDeathALineSaysNothingAboutTheCaregiversConsent() throws IOException {
    String csv = LINES + "Kisumu East,,Zoë,+254712000003,no,,,Juma,2026-03-01,\n";
    imported(csv);
    nursery.admin.post(
        "/api/mothers/" + mother() + "/death",
        """
        {"on": "2026-03-05",
         "caregiver": {"fullName": "Otieno", "phone": "+254712000099", "consent": true}}""");
    assertThat(onlyMother().path("consent").asBoolean()).isTrue();

    assertUnchanged(onDay("2026-03-11", csv), 1);

    assertThat(onlyMother().path("consent").asBoolean()).isTrue();
  }

  @Test
  void whatIsNewIsHeldAgainstTheDay() throws IOException {
    String csv =
        PREGNANT
            + "Kisumu East,,Zoë,+254712000003,yes,,,Juma,2026-03-01,\n"
            + "Kisumu East,,Neema,+254712000004,yes,2025-05-20,,Baraka,2026-02-20,\n";
    assertTally(imported(csv), 3, 0);

    ImportResult again =
        onDay(
            "2026-05-09",
            LINES
                + "Kisumu East,K-1,Asha,+254712000001,yes,2025-05-21,,,,\n"
                + "Kisumu East,,Zoë,+254712000003,yes,2025-05-21,,Juma,2026-03-01,2026-05-10\n"
                + "Kisumu East,,Zoë,+254712000003,yes,,,Zawadi,2026-05-10,\n"
                + "Kisumu East,,Neema,+254712000004,yes,2016-03-01,,,,\n"
                + "Kisumu East,,Nobody,+254712000005,yes,,2026-03-01,,,\n");

    assertThat(again.accepted() + again.unchanged()).isZero();
    assertThat(again.rejected())
        .extracting(r -> r.line() + " " + r.column() + ": " + r.message())
        .containsExactly(
            "2 lmp: is more than 44 weeks ago",
            "3 dose_BCG_1: is in the future",
            "4 baby_birth_date: is in the future",
            "5 lmp: is more than 44 weeks ago",
            "6 edd: makes the pregnancy more than 44 weeks old");
    assertThat(count("mother")).isEqualTo(3);
    assertThat(count("dose")).isZero();
  }

  private String mother() {
    return onlyMother().path("id").asString();
  }

  private String pregnancy() {
    return onlyMother().path("pregnancies").get(0).path("id").asString();
  }
}
