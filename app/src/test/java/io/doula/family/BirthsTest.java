package io.doula.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Today is 2026-03-10, and it is 09:00. */
@DoulaTest
class BirthsTest {
  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired JdbcClient jdbc;
  @Autowired MovedClock clock;
  Nursery nursery;
  long mother;

  @BeforeEach
  void aMother() {
    nursery = new Nursery(api, staff);
    mother = nursery.aMotherIn(nursery.aClinic("Kisumu East"));
  }

  private JsonNode pregnancies() {
    return nursery.mother(mother).json().path("pregnancies");
  }

  @ParameterizedTest
  @CsvSource({
    "2025-10-06, 22 weeks", // 2025-10-06 + 22 weeks = 2026-03-09
    "2025-06-01, term",
    "2025-05-06, nearly 44 weeks"
  })
  void aBirthAt22To44WeeksEndsThePregnancy(String lmp, String when) {
    long pregnancy = nursery.aPregnancyOf(mother, lmp);

    nursery.aBabyOf(mother, "2026-03-09");

    JsonNode ended = nursery.pregnancy(pregnancy).json();
    assertThat(ended.path("outcome").asString()).as(when).isEqualTo("LIVE_BIRTH");
    assertThat(ended.path("endedOn").asString()).isEqualTo("2026-03-09");
    assertThat(pregnancies().size()).isEqualTo(1);
  }

  @Test
  void aBirthAt44WeeksAnd6DaysStillEndsIt() {
    long pregnancy = nursery.aPregnancyOf(mother, "2025-05-06");
    clock.set("2026-03-16T06:00:00Z");

    nursery.aBabyOf(mother, "2026-03-16");

    assertThat(nursery.pregnancy(pregnancy).json().path("outcome").asString())
        .isEqualTo("LIVE_BIRTH");
  }

  @Test
  void aBirthBefore22WeeksIsAnOlderChild() {
    long pregnancy = nursery.aPregnancyOf(mother, "2025-10-06");

    long baby = nursery.aBabyOf(mother, "2026-03-08");
    long older = nursery.aBabyOf(mother, "2024-05-01");

    assertThat(nursery.pregnancy(pregnancy).json().path("outcome").isNull()).isTrue();
    assertThat(nursery.admin.get("/api/babies/" + baby).json().path("pregnancyId").isNull())
        .isTrue();
    assertThat(nursery.admin.get("/api/babies/" + older).json().path("pregnancyId").isNull())
        .isTrue();
    assertThat(pregnancies().size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"2026-03-10, 1", "2026-01-20, 1", "2026-01-19, 0", "2024-03-01, 0"})
  void aRecentBirthImpliesAPregnancyThatNobodyRecorded(String birth, int implied) {
    nursery.aBabyOf(mother, birth);

    assertThat(pregnancies().size()).isEqualTo(implied);
    pregnancies()
        .forEach(
            pregnancy -> {
              assertThat(pregnancy.path("datedBy").asString()).isEqualTo("NONE");
              assertThat(pregnancy.path("endedOn").asString()).isEqualTo(birth);
              assertThat(pregnancy.path("gestationalAge").isNull()).isTrue();
            });
  }

  @Test
  void twinsAreOfOnePregnancy() {
    long pregnancy = nursery.aPregnancyOf(mother, "2025-06-10");
    long first = nursery.aBabyOf(mother, "2026-03-07");
    long second = nursery.aBabyOf(mother, "2026-03-08");

    assertThat(pregnancies().size()).isEqualTo(1);
    assertThat(pregnancyOf(first)).isEqualTo(Long.toString(pregnancy));
    assertThat(pregnancyOf(second)).isEqualTo(Long.toString(pregnancy));
    assertThat(nursery.pregnancy(pregnancy).json().path("endedOn").asString())
        .isEqualTo("2026-03-07");
  }

  @Test
  void twinsOfAnUnknownPregnancyImplyOne() {
    long first = nursery.aBabyOf(mother, "2026-03-07");
    long second = nursery.aBabyOf(mother, "2026-03-09");

    assertThat(pregnancies().size()).isEqualTo(1);
    assertThat(pregnancyOf(first)).isEqualTo(pregnancyOf(second));
  }

  @Test
  void theLivingTwinOfAStillbornOneJoinsIts() {
    long pregnancy = nursery.aPregnancyOf(mother, "2025-06-10");
    nursery.admin.post(
        "/api/pregnancies/" + pregnancy + "/outcome",
        "{\"outcome\": \"STILLBIRTH\", \"on\": \"2026-03-09\"}");

    assertThat(pregnancyOf(nursery.aBabyOf(mother, "2026-03-09")))
        .isEqualTo(Long.toString(pregnancy));
  }

  @Test
  void aTwinThatWasBornDeadIsToldWithTheBirthAndNoMessageSpeaksOfIt() {
    long pregnancy = nursery.aPregnancyOf(mother, "2025-06-10");
    String birth =
        """
        {"outcome": "LIVE_BIRTH", "on": "2026-03-09",
         "babies": [{"birthWeightGrams": 2100, "stillborn": true},
                    {"birthWeightGrams": 2100}, {"name": "Zawadi"}]}""";

    Answer ended = nursery.admin.post("/api/pregnancies/" + pregnancy + "/outcome", birth);

    assertThat(ended.status()).isEqualTo(200);
    JsonNode babies = nursery.mother(mother).json().path("babies");
    assertThat(babies.valueStream().map(baby -> baby.path("diedOn").asString("lives")).sorted())
        .containsExactly("2026-03-09", "lives", "lives");
    assertThat(jdbc.sql(OPEN).query(Boolean.class).list()).containsExactly(false, true, true);
    assertThat(nursery.admin.post("/api/pregnancies/" + pregnancy + "/outcome", birth).status())
        .isEqualTo(200);
    assertThat(nursery.mother(mother).json().path("babies").size()).isEqualTo(3);
  }

  /** Hers, and each living baby's, whether messages speak of what is open; none of the dead. */
  private static final String OPEN =
      """
      select bool_or(messaged) from visit
      where done_on is null and not cancelled
      group by pregnancy_id, baby_id, baby_id is null
      order by 1
      """;

  @Test
  void whereNoneWasBornAliveItIsAStillbirth() {
    long pregnancy = nursery.aPregnancyOf(mother, "2025-06-10");

    Answer refused =
        nursery.admin.post(
            "/api/pregnancies/" + pregnancy + "/outcome",
            """
            {"outcome": "LIVE_BIRTH", "on": "2026-03-09", "babies": [{"stillborn": true}]}""");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("errors").get(0).path("field").asString()).isEqualTo("babies");
    assertThat(nursery.pregnancy(pregnancy).json().path("outcome").isNull()).isTrue();
  }

  @Test
  void noBirthFollowsAnEndWithin22Weeks() {
    long pregnancy = nursery.aPregnancyOf(mother, "2025-06-10");
    nursery.aBabyOf(mother, "2026-03-01");

    nursery.aBabyOf(mother, "2026-03-05");

    assertThat(pregnancies().size()).isEqualTo(1);
    assertThat(pregnancies().get(0).path("id").asString()).isEqualTo(Long.toString(pregnancy));
  }

  private String pregnancyOf(long baby) {
    return nursery.admin.get("/api/babies/" + baby).json().path("pregnancyId").asString();
  }

  @Test
  void aCorrectedBirthDateMovesTheEndOfThePregnancy() {
    long pregnancy = nursery.aPregnancyOf(mother, "2025-06-10");
    String path = "/api/babies/" + nursery.aBabyOf(mother, "2026-03-09");

    Answer corrected =
        nursery.admin.with("If-Match", "\"1\"").patch(path, "{\"birthDate\": \"2026-03-01\"}");

    assertThat(corrected.status()).as(corrected::toString).isEqualTo(200);
    assertThat(nursery.pregnancy(pregnancy).json().path("endedOn").asString())
        .isEqualTo("2026-03-01");
    assertThat(nursery.admin.with("If-Match", "\"1\"").patch(path, "{\"name\": \"A\"}").status())
        .isEqualTo(412);
  }

  @Test
  void aYearMistypedAndCorrectedLetsThePregnancyGoOn() {
    long pregnancy = nursery.aPregnancyOf(mother, "2025-06-10");
    long baby = nursery.aBabyOf(mother, "2026-03-01");
    assertThat(nursery.pregnancy(pregnancy).json().path("outcome").isNull()).isFalse();

    nursery.admin.patch("/api/babies/" + baby, "{\"birthDate\": \"2025-03-01\"}");

    assertThat(nursery.pregnancy(pregnancy).json().path("outcome").isNull()).isTrue();
    assertThat(nursery.admin.get("/api/babies/" + baby).json().path("pregnancyId").isNull())
        .isTrue();
  }
}
