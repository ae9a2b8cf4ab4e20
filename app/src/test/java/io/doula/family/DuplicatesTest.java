package io.doula.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who may be one is proposed; a person decides. */
class DuplicatesTest extends TwiceRegistered {
  @Test
  void whoMayBeTheSameIsProposedWithWhatAgrees() {
    List<String> proposed = new ArrayList<>();
    mother("Zawadi Juma", "+254712000001", "\"language\": \"sw\"");
    baby(kept, "2026-01-05", "Nia");
    long far = mother("amina  OTIENO", "+254712000003", "\"language\": \"sw\"");
    baby(far, "2026-01-05", "Nia");

    Answer list = admin.get("/api/duplicates/?clinic=" + clinic);

    for (JsonNode one : list.json().path("items")) {
      for (JsonNode two : one.path("others")) {
        proposed.add(
            one.path("mother").path("id").asString()
                + "-"
                + two.path("mother").path("id").asString()
                + " "
                + two.path("why"));
      }
    }
    assertThat(proposed)
        .containsExactly(kept + "-" + other + " [\"PHONE\"]", kept + "-" + far + " [\"BIRTH\"]");
  }

  @Test
  void whoIsSaidToBeTwoIsNotProposedAgain() {
    String path = "/api/mothers/" + other + "/not-same";
    assertThat(admin.get("/api/duplicates/").json().path("items")).hasSize(1);

    assertThat(admin.post(path, "{\"as\": \"" + kept + "\"}").status()).isEqualTo(204);
    assertThat(admin.post(path, "{\"as\": \"" + kept + "\"}").status()).isEqualTo(204);

    assertThat(admin.get("/api/duplicates/").json().path("items")).isEmpty();
    assertThat(admin.post(path, "{}").wrongFields()).containsExactly("as");
    assertThat(admin.post(path, "{\"as\": \"" + other + "\"}").wrongFields()).containsExactly("as");
  }

  @Test
  void expectedDaysThatAreNearEachOtherPropose() {
    admin.patch("/api/mothers/" + other, "{\"phone\": \"+254712000005\"}");
    nursery.aPregnancyOf(kept, "2025-10-01");
    nursery.aPregnancyOf(other, "2025-10-14");

    Answer list = admin.get("/api/duplicates/");

    assertThat(list.json().path("items").get(0).path("others").get(0).path("why").toString())
        .isEqualTo("[\"EXPECTED\"]");
  }
}
