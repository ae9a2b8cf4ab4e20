package io.doula.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import java.util.List;
import java.util.regex.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@DoulaTest
class MothersTest {
  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired JdbcClient jdbc;
  @Autowired Mothers mothers;
  Nursery nursery;
  long clinic;

  @BeforeEach
  void aClinic() {
    nursery = new Nursery(api, staff);
    clinic = nursery.aClinic("Kisumu East");
  }

  private Answer register(String field, String value) {
    return nursery.admin.post("/api/mothers/", withField(nursery.motherIn(clinic), field, value));
  }

  /** The JSON object with one field set, whether it had it or not. */
  static String withField(String json, String field, String value) {
    String without = json.replaceAll("\"" + field + "\": (\"[^\"]*\"|true)(, )?", "");
    return without
        .replaceFirst("\\{", Matcher.quoteReplacement("{\"" + field + "\": " + value + ", "))
        .replace(", }", "}");
  }

  @Test
  void aMotherIsShownAsSheWasSent() {
    Answer added =
        nursery.admin.post(
            "/api/mothers/",
            """
            {"clinicId": "%d", "fullName": "ፀሐይ शर्मा", "phone": "+254712345678",
             "email": "t@example.org", "language": "sw", "timeZone": "Africa/Kampala",
             "channels": ["sms", "whatsapp"], "consent": true, "externalId": "KIS-1"}"""
                .formatted(clinic));

    assertThat(added.status()).isEqualTo(201);
    Answer read = nursery.admin.get(String.valueOf(added.header("Location")));
    assertThat(read.text()).isEqualTo(added.text());
    assertThat(read.json().path("fullName").asString()).isEqualTo("ፀሐይ शर्मा");
    assertThat(read.json().path("channels").toString()).isEqualTo("[\"sms\",\"whatsapp\"]");
    assertThat(read.json().path("optedOut").asBoolean()).isFalse();
    assertThat(read.json().path("pregnancies").isArray()).isTrue();
    assertThat(read.json().path("babies").isArray()).isTrue();
    assertThat(read.json().path("reminders").isArray()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fullName   | null",
        "fullName   | \"  \"",
        "fullName   | \"a\\u0000b\"",
        "fullName   | \"a\\ud800\"",
        "fullName   | \"a\\nb\"",
        "fullName   | 7",
        "phone      | \"0712345678\"",
        "phone      | \"+254 712 345 678\"",
        "phone      | \"+254\"",
        "phone      | null",
        "phone      | 254712345678",
        "email      | \"nobody\"",
        "language   | \"xx\"",
        "timeZone   | \"Mars/Olympus\"",
        "channels   | []",
        "channels   | [\"pigeon\"]",
        "channels   | [\"sms\",\"sms\"]",
        "channels   | \"sms\"",
        "consent    | \"yes\"",
        "consent    | 1",
        "externalId | \"a\\tb\"",
        "clinicId   | null",
        "clinicId   | \"abc\"",
        "clinicId   | 1",
        "nickname   | \"A\""
      })
  void aWrongFieldOfAMotherIsNamedAndNothingIsStored(String field, String value) {
    Answer refused = register(field, value);

    assertThat(refused.status()).as(refused::toString).isEqualTo(400);
    assertThat(refused.wrongFields()).hasSize(1);
    assertThat(refused.wrongFields().get(0)).startsWith(field);
    assertThat(jdbc.sql("select count(*) from mother").query(Long.class).single()).isZero();
  }

  @Test
  void aMotherStaysSomeClinics() {
    Answer mother = register("consent", "true");
    String path = "/api/mothers/" + mother.json().path("id").asString();

    Answer refused = nursery.admin.patch(path, "{\"clinicId\": null}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.wrongFields()).containsExactly("clinicId");
  }

  @Test
  void allThatIsWrongIsNamedAtOnce() {
    Answer refused =
        nursery.admin.post("/api/mothers/", "{\"phone\": \"07\", \"language\": \"xx\"}");

    assertThat(refused.wrongFields())
        .containsExactlyInAnyOrder("fullName", "phone", "language", "clinicId");
  }

  @Test
  void aNameOf200CharactersIsTakenAndOneMoreIsNot() {
    assertThat(register("fullName", "\"" + "ध".repeat(200) + "\"").status()).isEqualTo(201);
    assertThat(register("fullName", "\"" + "ध".repeat(201) + "\"").wrongFields())
        .containsExactly("fullName");
  }

  @Test
  void withoutAWordOnConsentThereIsNone() {
    Answer added = register("consent", "null");

    assertThat(added.status()).isEqualTo(201);
    assertThat(added.json().path("consent").asBoolean()).isFalse();
  }

  @Test
  void aNumberOfAnotherRegisterIsTakenOnceInAClinic() {
    assertThat(register("externalId", "\"K-1\"").status()).isEqualTo(201);

    Answer second = register("externalId", "\"K-1\"");

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.json().path("detail").asString()).contains("externalId");
    long elsewhere = nursery.aClinic("Kisumu West");
    assertThat(
            nursery
                .admin
                .post(
                    "/api/mothers", withField(nursery.motherIn(elsewhere), "externalId", "\"K-1\""))
                .status())
        .isEqualTo(201);
  }

  @Test
  void aChangePutsTheSentFieldsOverTheStoredOnes() {
    long id = nursery.aMotherIn(clinic);
    String path = "/api/mothers/" + id;

    Answer changed =
        nursery
            .admin
            .with("If-Match", "\"1\"")
            .patch(path, "{\"language\": \"fr-cd\", \"email\": \"a@example.org\"}");

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().path("language").asString()).isEqualTo("fr-CD");
    assertThat(changed.json().path("fullName").asString()).isEqualTo("Asha Wanjiru");
    assertThat(changed.header("ETag")).isEqualTo("\"2\"");
    assertThat(nursery.admin.patch(path, "{\"email\": null}").json().path("email").isNull())
        .isTrue();
    assertThat(nursery.admin.with("If-Match", "\"1\"").patch(path, "{\"phone\": \"+1\"}").status())
        .isEqualTo(412);
    assertThat(nursery.admin.patch(path, "{\"phone\": \"+1\"}").wrongFields())
        .containsExactly("phone");
    assertThat(nursery.admin.patch(path, "{\"age\": 30}").wrongFields()).containsExactly("age");
  }

  @Test
  void optingOutAndInCanBeSaidTwice() {
    String path = "/api/mothers/" + nursery.aMotherIn(clinic);

    assertThat(nursery.admin.post(path + "/opt-out", "{}").json().path("optedOut").asBoolean())
        .isTrue();
    Answer again = nursery.admin.send("POST", path + "/opt-out/", null, null);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().path("optedOut").asBoolean()).isTrue();
    assertThat(nursery.admin.post(path + "/opt-in", "{}").json().path("optedOut").asBoolean())
        .isFalse();
    assertThat(nursery.admin.post(path + "/opt-in", "{}").status()).isEqualTo(200);
    assertThat(nursery.admin.post(path + "/opt-in", "{\"why\": 1}").wrongFields())
        .containsExactly("why");
  }

  @Test
  void withoutConsentNobodyOptsIn() {
    long id = nursery.aMotherIn(clinic);
    String path = "/api/mothers/" + id;
    nursery.admin.post(path + "/opt-out", "{}");
    nursery.admin.patch(path, "{\"consent\": false}");

    assertThat(nursery.admin.post(path + "/opt-in", "{}").status()).isEqualTo(409);
    assertThat(nursery.mother(id).json().path("optedOut").asBoolean()).isTrue();
  }

  @Test
  void stopFromAPhoneReachesAllWhoShareIt() {
    long first = nursery.aMotherIn(clinic);
    long second = nursery.aMotherIn(clinic);
    long third = nursery.aMotherIn(clinic);
    String phone = nursery.mother(first).json().path("phone").asString();
    nursery.admin.patch("/api/mothers/" + second, "{\"phone\": \"" + phone + "\"}");

    assertThat(mothers.optOutAt(phone, MovedClock.START)).isEqualTo(2);
    assertThat(mothers.optOutAt(phone, MovedClock.START)).isZero();
    assertThat(nursery.mother(first).json().path("optedOut").asBoolean()).isTrue();
    assertThat(nursery.mother(second).json().path("optedOut").asBoolean()).isTrue();
    assertThat(nursery.mother(third).json().path("optedOut").asBoolean()).isFalse();
  }

  @Test
  void theListIsFilteredByClinicNamePhoneAndNumber() {
    long west = nursery.aClinic("Kisumu West");
    register("fullName", "\"Zoë van der Merwe\"");
    register("fullName", "\"100% Amina_B\"");
    register("externalId", "\"KIS-77\"");
    nursery.aMotherIn(west);

    assertThat(names("")).hasSize(4);
    assertThat(names("?clinic=" + west)).hasSize(1);
    assertThat(names("?q=ZO%C3%AB")).containsExactly("Zoë van der Merwe");
    assertThat(names("?q=Zoe%CC%88%20VAN")).containsExactly("Zoë van der Merwe");
    assertThat(names("?q=0%25")).containsExactly("100% Amina_B");
    assertThat(names("?q=a_b")).containsExactly("100% Amina_B");
    assertThat(names("?q=kis-77")).hasSize(1);
    assertThat(names("?q=712000002")).hasSize(1);
    assertThat(names("?clinic=" + west + "&q=Zo")).isEmpty();
    assertThat(nursery.admin.get("/api/mothers/?q=a%00b").wrongFields()).containsExactly("q");
    assertThat(nursery.admin.get("/api/mothers/?clinic=x").wrongFields()).containsExactly("clinic");
    assertThat(nursery.admin.get("/api/mothers/?clinic=999").status()).isEqualTo(404);
  }

  private List<String> names(String query) {
    return nursery
        .admin
        .get("/api/mothers/" + query)
        .json()
        .path("items")
        .valueStream()
        .map(mother -> mother.path("fullName").asString())
        .toList();
  }

  @Test
  void afterADeathTheCaregiverSpeaksForHimself() {
    long id = nursery.aMotherIn(clinic);
    String path = "/api/mothers/" + id;
    nursery.admin.post(path + "/opt-out", "{}");
    String death =
        """
        {"on": "2026-03-09", "caregiver":
          {"fullName": "Juma Otieno", "phone": "+254733000001", "language": "sw", "consent": true}}""";

    Answer recorded = nursery.admin.post(path + "/death", death);

    assertThat(recorded.status()).isEqualTo(200);
    assertThat(recorded.json().path("diedOn").asString()).isEqualTo("2026-03-09");
    assertThat(recorded.json().path("caregiver").path("fullName").asString())
        .isEqualTo("Juma Otieno");
    assertThat(recorded.json().path("optedOut").asBoolean()).isFalse();

    mothers.optOutAt("+254733000001", MovedClock.START);
    assertThat(nursery.admin.post(path + "/death", death).json().path("optedOut").asBoolean())
        .as("the same again asks nobody anew")
        .isTrue();
    assertThat(nursery.on(path + "/death", "2026-03-08").status()).isEqualTo(409);
  }

  @Test
  void aWrongDeathIsRefused() {
    long id = nursery.aMotherIn(clinic);
    String path = "/api/mothers/" + id + "/death";
    nursery.aBabyOf(id, "2026-03-01");

    assertThat(nursery.on(path, "2026-03-11").wrongFields()).containsExactly("on");
    assertThat(nursery.on(path, "2026-02-28").wrongFields()).containsExactly("on");
    assertThat(nursery.on(path, "2026-02-30").wrongFields()).containsExactly("on");
    assertThat(nursery.admin.post(path, "{}").wrongFields()).containsExactly("on");
    assertThat(
            nursery
                .admin
                .post(
                    path,
                    """
                    {"on": "2026-03-09", "caregiver": {"phone": "07", "consent": false}}""")
                .wrongFields())
        .containsExactlyInAnyOrder("caregiver.fullName", "caregiver.phone", "caregiver.consent");
    assertThat(nursery.mother(id).json().path("diedOn").isNull()).isTrue();
  }
}
