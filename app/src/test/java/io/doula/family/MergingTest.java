package io.doula.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Two records become one. */
class MergingTest extends TwiceRegistered {
  @Test
  void allThatWasHersIsUnderOneNumber() {
    nursery.aPregnancyOf(kept, "2025-10-01");
    long nia = baby(other, "2024-11-02", "Nia");
    dose(nia, "BCG", "2024-11-03");

    JsonNode merge = merged("");

    assertThat(merge.path("motherId").asString()).isEqualTo(Long.toString(kept));
    assertThat(merge.path("mergedId").asString()).isEqualTo(Long.toString(other));
    assertThat(mother().path("pregnancies")).hasSize(1);
    assertThat(mother().path("babies").get(0).path("id").asString()).isEqualTo(Long.toString(nia));
    assertThat(mother().path("babies").get(0).path("doses")).hasSize(1);
    // what she lacked is filled in, what she had stays
    assertThat(mother().path("email").asString()).isEqualTo("amina@example.org");
    assertThat(mother().path("fullName").asString()).isEqualTo("Amina Otieno");
    assertThat(mother().path("externalId").asString()).isEqualTo("K-1");
    assertThat(admin.get("/api/mothers/?clinic=" + clinic).json().path("items")).hasSize(1);
  }

  @Test
  void theOtherNumberSaysWhereSheIsToWhoeverMaySeeHer() {
    merged("");

    Answer gone = nursery.mother(other);
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.json().path("detail").asString()).contains("mother " + kept);
    Answer stranger = api.as(staff.nurse(nursery.aClinic("Far"))).get("/api/mothers/" + other);
    assertThat(stranger.status()).isEqualTo(404);
    assertThat(stranger.text()).doesNotContain("put into");
  }

  @Test
  void aBabyThatWasEnteredTwiceIsOneWithTheDosesOfBoth() {
    long nia = baby(kept, "2026-02-10", "Nia");
    long again = baby(other, "2026-02-10", "nia");
    dose(nia, "BCG", "2026-02-11");
    dose(again, "BCG", "2026-02-11");
    dose(again, "bOPV", "2026-02-11");
    nursery.on("/api/babies/" + again + "/contacts", "2026-02-12");

    merged("");

    assertThat(mother().path("babies")).hasSize(1);
    JsonNode baby = mother().path("babies").get(0);
    assertThat(baby.path("id").asString()).isEqualTo(Long.toString(nia));
    assertThat(baby.path("doses")).hasSize(2);
    assertThat(baby.path("contacts")).hasSize(1);
    assertThat(mother().path("pregnancies")).hasSize(1);
    assertThat(admin.get("/api/babies/" + again).status()).isEqualTo(404);
  }

  @Test
  void twinsStayTwo() {
    baby(kept, "2026-01-05", "Nia");
    baby(kept, "2026-01-05", "Pendo");
    baby(other, "2026-01-05", "Pendo");
    baby(other, "2026-01-05", null);

    merged("");

    assertThat(mother().path("babies")).hasSize(2);
  }

  @Test
  void anOpenPregnancyOfBothIsOneAndTheScanKnowsBest() {
    long first = nursery.aPregnancyOf(kept, "2025-10-01");
    long scanned =
        Nursery.idOf(
            admin.post(
                "/api/mothers/" + other + "/pregnancies",
                "{\"scan\": {\"date\": \"2026-01-10\", \"weeks\": 13, \"days\": 0}}"));
    nursery.on("/api/pregnancies/" + first + "/contacts", "2026-01-02");
    nursery.on("/api/pregnancies/" + scanned + "/contacts", "2026-02-02");

    merged("");

    assertThat(mother().path("pregnancies")).hasSize(1);
    JsonNode pregnancy = mother().path("pregnancies").get(0);
    assertThat(pregnancy.path("id").asString()).isEqualTo(Long.toString(scanned));
    assertThat(pregnancy.path("datedBy").asString()).isEqualTo("SCAN");
    assertThat(pregnancy.path("contacts")).hasSize(2);
  }

  /**
   * Of all mistakes the worst: reminders of a pregnancy that one of the two records says is lost.
   */
  @Test
  void aLossThatOneOfThemHasIsTheLossOfBoth() {
    nursery.aPregnancyOf(kept, "2025-10-01");
    long lost = nursery.aPregnancyOf(other, "2025-10-05");
    admin.post(
        "/api/pregnancies/" + lost + "/outcome",
        "{\"outcome\": \"MISCARRIAGE\", \"on\": \"2026-01-20\"}");

    merged("");

    assertThat(mother().path("pregnancies")).hasSize(1);
    assertThat(mother().path("pregnancies").get(0).path("outcome").asString())
        .isEqualTo("MISCARRIAGE");
    assertThat(reminders()).noneMatch(line -> line.contains("PLANNED") || line.contains("QUEUED"));
  }

  @Test
  void pregnanciesOfOneTimeThatAreNotSaidToBeOneAreRefused() {
    nursery.aPregnancyOf(kept, "2025-10-01");
    nursery.aPregnancyOf(other, "2025-12-20");
    Map<String, List<String>> before = contents();

    Answer answer = merge(", \"pregnancies\": []");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().path("detail").asString()).contains("of the same time");
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void endsThatContradictEachOtherAreRefused() {
    long one = nursery.aPregnancyOf(kept, "2025-06-01");
    long two = nursery.aPregnancyOf(other, "2025-06-01");
    admin.post(
        "/api/pregnancies/" + one + "/outcome",
        "{\"outcome\": \"STILLBIRTH\", \"on\": \"2026-03-01\"}");
    admin.post(
        "/api/pregnancies/" + two + "/outcome",
        "{\"outcome\": \"LIVE_BIRTH\", \"on\": \"2026-03-01\", \"babies\": [{}]}");

    assertThat(merge("").status()).isEqualTo(409);
    Answer told =
        merge(", \"pregnancies\": [{\"keep\": \"%d\", \"drop\": \"%d\"}]".formatted(one, two));
    assertThat(told.json().path("detail").asString()).contains("in two ways");
  }

  @Test
  void aDeathThatOneOfThemHasIsRecorded() {
    nursery.on("/api/mothers/" + other + "/death", "2026-03-01");
    long nia = baby(kept, "2026-01-05", "Nia");
    long again = baby(other, "2026-01-05", "Nia");
    nursery.on("/api/babies/" + again + "/death", "2026-02-01");

    merged("");

    assertThat(mother().path("diedOn").asString()).isEqualTo("2026-03-01");
    assertThat(admin.get("/api/babies/" + nia).json().path("diedOn").asString())
        .isEqualTo("2026-02-01");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theStricterWordAboutMessagesHolds(boolean ofTheKept) {
    nursery.aPregnancyOf(kept, "2025-10-01");
    admin.post("/api/mothers/" + (ofTheKept ? kept : other) + "/opt-out", "{}");
    admin.patch("/api/mothers/" + (ofTheKept ? other : kept), "{\"consent\": false}");

    merged("");

    assertThat(mother().path("optedOut").asBoolean()).isTrue();
    assertThat(mother().path("consent").asBoolean()).isFalse();
    assertThat(mother().path("reminders")).isEmpty();
  }

  @Test
  void whatIsTakenOfTheOtherIsNamed() {
    jdbc.sql("update mother set phone = '+254712000009', language = 'sw' where id = :id")
        .param("id", other)
        .update();

    merged(", \"take\": [\"phone\", \"language\", \"externalId\"]");

    assertThat(mother().path("phone").asString()).isEqualTo("+254712000009");
    assertThat(mother().path("language").asString()).isEqualTo("sw");
    assertThat(mother().path("externalId").asString()).isEqualTo("K-2");
    assertThat(merge(", \"take\": [\"consent\"]").wrongFields()).containsExactly("take");
  }

  @Test
  void badRequestsNameTheFieldAndChangeNothing() {
    Map<String, List<String>> before = contents();
    String path = "/api/mothers/" + kept + "/merge";
    assertThat(admin.post(path, "{}").wrongFields()).containsExactly("with");
    assertThat(admin.post(path, "{\"with\": \"x\"}").wrongFields()).containsExactly("with");
    assertThat(admin.post(path, "{\"with\": \"" + kept + "\"}").wrongFields())
        .containsExactly("with");
    assertThat(admin.post(path, "{\"with\": \"987654\"}").status()).isEqualTo(404);
    assertThat(merge(", \"babies\": [{\"keep\": \"1\", \"drop\": \"2\"}]").wrongFields())
        .containsExactly("babies");
    assertThat(merge(", \"pregnancies\": [{}]").wrongFields()).containsExactly("pregnancies");
    assertThat(merge(", \"take\": [null]").wrongFields()).containsExactly("take");
    assertThat(merge(", \"babies\": [null]").wrongFields()).containsExactly("babies");
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void aNurseNeedsBothAndAViewerNone() {
    long far = nursery.aClinic("Far");
    long there = nursery.aMotherIn(far);
    String with = "{\"with\": \"" + there + "\"}";
    assertThat(api.as(staff.nurse(clinic)).post("/api/mothers/" + kept + "/merge", with).status())
        .isEqualTo(404);
    assertThat(
            api.as(staff.viewer(clinic, far))
                .post("/api/mothers/" + kept + "/merge", with)
                .status())
        .isEqualTo(403);
    Answer merge = api.as(staff.nurse(clinic, far)).post("/api/mothers/" + kept + "/merge", with);
    assertThat(merge.status()).isEqualTo(201);
    String undo = "/api/merges/" + merge.json().path("id").asString() + "/undo";
    assertThat(api.as(staff.nurse(clinic)).post(undo, "{}").status()).isEqualTo(404);
  }

  @Test
  void aNumberOfAnotherClinicsRegisterIsNotTaken() {
    long far = nursery.aClinic("Far");
    jdbc.sql("update mother set clinic_id = :far, external_id = 'K-3' where id = :id")
        .param("far", far)
        .param("id", other)
        .update();
    mother("Zawadi Juma", "+254712000008", "\"externalId\": \"K-3\"");
    jdbc.sql("update mother set external_id = null where id = :id").param("id", kept).update();

    merged("");

    assertThat(mother().path("externalId").isNull()).isTrue();
    String register = "clinic,external_id,full_name,phone,consent,baby_name,baby_birth_date\n";
    nursery.imports(admin, register + "Far,K-3,Otieno Amina,+254712000001,yes,Nia,2026-02-10\n");
    assertThat(mother().path("babies")).hasSize(1);
  }

  @Test
  void aRegisterThatHasBothChangesNothing() {
    jdbc.sql("delete from mother").update();
    String register =
        """
        clinic,external_id,full_name,phone,consent,lmp,baby_name,baby_birth_date,dose_BCG_1
        Kisumu East,K-1,Amina Otieno,+254712000001,yes,2025-10-01,Nia,2024-11-02,2024-11-03
        Kisumu East,K-2,Otieno Amina,+254712000002,yes,2025-10-08,Nia O,2024-11-02,2024-11-04
        """;
    nursery.imports(admin, register);
    kept = id("K-1");
    other = id("K-2");
    merged(
        ", \"babies\": [{\"keep\": \"%s\", \"drop\": \"%s\"}], \"take\": [\"phone\"]"
            .formatted(
                mother().path("babies").get(0).path("id").asString(),
                nursery.mother(other).json().path("babies").get(0).path("id").asString()));
    String before = nursery.mother(kept).text();

    Answer again = nursery.imports(admin, register.replace("+254712000001", "+254712000002"));

    assertThat(again.json().path("unchanged").asInt()).as(again::toString).isEqualTo(2);
    assertThat(nursery.mother(kept).text()).isEqualTo(before);
    assertThat(mother().path("babies").get(0).path("doses")).hasSize(2);
    Answer news = nursery.imports(admin, register.replace("2024-11-04", "2024-11-05"));
    assertThat(news.json().path("rejected")).isEmpty();
    assertThat(mother().path("babies").get(0).path("doses")).hasSize(3);
  }

  private long id(String externalId) {
    return jdbc.sql("select id from mother where external_id = :number")
        .param("number", externalId)
        .query(Long.class)
        .single();
  }

  @Test
  void anErasedMotherTakesTheOtherRecordAlong() {
    jdbc.sql("update mother set full_name = 'Canary Other' where id = :id")
        .param("id", other)
        .update();
    merged("");
    admin.post("/api/mothers/" + kept + "/erase", "{}");

    assertThat(jdbc.sql("select count(*) from merged").query(Integer.class).single()).isZero();
    assertThat(jdbc.sql("select count(*) from known_as").query(Integer.class).single()).isZero();
    Answer file =
        nursery.imports(
            admin,
            "clinic,external_id,full_name,phone,consent\nKisumu East,K-2,Otieno Amina,+254712000001,yes\n");
    assertThat(file.json().path("rejected")).hasSize(1);
  }
}
