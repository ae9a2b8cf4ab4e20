package io.doula.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** And two again. */
class UndoneMergesTest extends TwiceRegistered {
  @Test
  void anUndoPutsBothBackAsTheyWere() {
    nursery.aPregnancyOf(kept, "2025-10-01");
    long same = nursery.aPregnancyOf(other, "2025-10-08");
    nursery.on("/api/pregnancies/" + same + "/contacts", "2026-02-02");
    long nia = baby(kept, "2024-11-02", "Nia");
    long again = baby(other, "2024-11-02", "Nia");
    dose(nia, "BCG", "2024-11-03");
    dose(again, "BCG", "2024-11-03");
    dose(again, "bOPV", "2024-11-03");
    baby(other, "2022-11-02", "Pendo");
    Map<String, List<String>> before = contents();
    JsonNode merge = merged(", \"take\": [\"fullName\", \"phone\", \"externalId\"]");
    assertThat(contents()).isNotEqualTo(before);

    Answer parted = undo(merge);

    assertThat(parted.status()).as(parted::toString).isEqualTo(200);
    assertThat(parted.json().path("motherIds")).hasSize(2);
    assertThat(contents()).isEqualTo(before);
    assertThat(undo(merge).status()).isEqualTo(404);
    assertThat(admin.get("/api/duplicates/").json().path("items")).isEmpty();
  }

  @Test
  void whatWasRecordedSinceStaysWithWhomItIsAbout() {
    long nia = baby(kept, "2026-01-05", "Nia");
    long pendo = baby(other, "2024-01-05", "Pendo");
    JsonNode merge = merged("");
    dose(nia, "BCG", "2026-03-01");
    dose(pendo, "MCV", "2026-03-02");
    admin.patch("/api/mothers/" + kept, "{\"phone\": \"+254712000077\"}");

    assertThat(undo(merge).status()).isEqualTo(200);

    assertThat(mother().path("babies").get(0).path("doses")).hasSize(1);
    assertThat(mother().path("phone").asString()).isEqualTo("+254712000077");
    JsonNode second = nursery.mother(other).json();
    assertThat(second.path("babies").get(0).path("doses").get(0).path("vaccine").asString())
        .isEqualTo("MCV");
    assertThat(second.path("phone").asString()).isEqualTo("+254712000001");
  }

  @Test
  void anUndoGivesNobodyMessagesBack() {
    JsonNode merge = merged("");
    admin.post("/api/mothers/" + kept + "/opt-out", "{}");

    undo(merge);

    assertThat(mother().path("optedOut").asBoolean()).isTrue();
    assertThat(nursery.mother(other).json().path("optedOut").asBoolean()).isTrue();
  }

  @Test
  void aLossThatWasRecordedSinceIsNotGivenToOneOfThem() {
    long one = nursery.aPregnancyOf(kept, "2025-10-01");
    nursery.aPregnancyOf(other, "2025-10-01");
    JsonNode merge = merged("");
    admin.post(
        "/api/pregnancies/" + one + "/outcome",
        "{\"outcome\": \"MISCARRIAGE\", \"on\": \"2026-01-20\"}");

    assertThat(undo(merge).status()).isEqualTo(409);
    assertThat(nursery.mother(other).status()).isEqualTo(404);
  }

  @Test
  void threeRecordsAreUndoneInTheOrderTheyCame() {
    baby(other, "2024-01-05", "Pendo");
    long third = mother("Amina Otieno", "+254712000001", "\"externalId\": \"K-3\"");
    Map<String, List<String>> before = contents();
    JsonNode first = merged("");
    Answer later = admin.post("/api/mothers/" + third + "/merge", "{\"with\": \"" + kept + "\"}");
    assertThat(later.status()).as(later::toString).isEqualTo(201);
    assertThat(nursery.mother(other).json().path("detail").asString()).contains("mother " + third);

    assertThat(undo(first).status()).isEqualTo(409);
    assertThat(undo(later.json()).status()).isEqualTo(200);
    assertThat(mother().path("babies")).hasSize(1);
    assertThat(undo(first).status()).isEqualTo(200);

    assertThat(contents()).isEqualTo(before);
  }
}
