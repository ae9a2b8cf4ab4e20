package io.doula.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.core.Viewer;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Today is 2026-03-10. */
@DoulaTest
class ImportsTest {
  private static final Viewer ADMIN = new Viewer(1, "admin", Role.ADMIN, Set.of());
  private static final String HEADER =
      "clinic,external_id,full_name,phone,email,language,channels,time_zone,consent,"
          + "lmp,edd,baby_name,baby_sex,baby_birth_date\n";

  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired JdbcClient jdbc;
  @Autowired Imports imports;
  @Autowired Mothers mothers;
  Nursery nursery;
  long clinic;

  @BeforeEach
  void aClinic() {
    nursery = new Nursery(api, staff);
    clinic = nursery.aClinic("Kisumu East");
  }

  private JsonNode imported(String csv) {
    Answer answer = nursery.imports(nursery.admin, csv);
    assertThat(answer.status()).as(answer::toString).isEqualTo(200);
    return answer.json();
  }

  private void assertTally(JsonNode result, int accepted, int unchanged, String... rejected) {
    assertThat(
            result
                .path("rejected")
                .valueStream()
                .map(r -> r.path("line").asInt() + " " + r.path("column").asString()))
        .as(result::toString)
        .containsExactly(rejected);
    assertThat(result.path("accepted").asInt()).isEqualTo(accepted);
    assertThat(result.path("unchanged").asInt()).isEqualTo(unchanged);
  }

  private long count(String table) {
    return jdbc.sql("select count(*) from " + table).query(Long.class).single();
  }

  private JsonNode onlyMother() {
    String id =
        nursery.admin.get("/api/mothers/").json().path("items").get(0).path("id").asString();
    return nursery.admin.get("/api/mothers/" + id).json();
  }

  @Test
  void aLineIsAMotherWithHerPregnancyOrBaby() {
    String csv =
        HEADER
            + "Kisumu East,K-1,Zoë Achieng,+254712000001,z@example.org,sw,sms; whatsapp,Africa/Kampala,yes,2025-12-01,,,,\n"
            + "%d,K-2,ፀሐይ Otieno,+254712000002,,,,,NO,,2026-09-07,,,\n".formatted(clinic)
            + "Kisumu East,K-3,\"Njeri, Mary\",+254712000003,,,,,True,,,Amina,female,2026-03-01\n";

    assertTally(imported(csv), 3, 0);

    List<JsonNode> all =
        nursery.admin.get("/api/mothers/").json().path("items").valueStream().toList();
    assertThat(all.get(0).path("fullName").asString()).isEqualTo("Zoë Achieng");
    assertThat(all.get(0).path("channels").toString()).isEqualTo("[\"sms\",\"whatsapp\"]");
    assertThat(all.get(0).path("timeZone").asString()).isEqualTo("Africa/Kampala");
    assertThat(all.get(1).path("consent").asBoolean()).isFalse();
    assertThat(all.get(1).path("channels").size()).isEqualTo(3);
    assertThat(all.get(2).path("fullName").asString()).isEqualTo("Njeri, Mary");
    JsonNode third = nursery.admin.get("/api/mothers/" + all.get(2).path("id").asString()).json();
    assertThat(third.path("babies").get(0).path("sex").asString()).isEqualTo("FEMALE");
    assertThat(third.path("pregnancies").get(0).path("datedBy").asString()).isEqualTo("NONE");

    assertTally(imported(csv), 0, 3);
    assertThat(List.of(count("mother"), count("pregnancy"), count("baby")))
        .containsExactly(3L, 3L, 1L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clinic          | Nowhere,,A,+254712000001,,,,,yes,,,,,",
        "clinic          | ,,A,+254712000001,,,,,yes,,,,,",
        "full_name       | Kisumu East,,,+254712000001,,,,,yes,,,,,",
        "phone           | Kisumu East,,A,,,,,,yes,,,,,",
        "phone           | Kisumu East,,A,0712345678,,,,,yes,,,,,",
        "phone           | Kisumu East,,A,+254,,,,,yes,,,,,",
        "email           | Kisumu East,,A,+254712000001,x,,,,yes,,,,,",
        "language        | Kisumu East,,A,+254712000001,,xx,,,yes,,,,,",
        "channels        | Kisumu East,,A,+254712000001,,,pigeon,,yes,,,,,",
        "channels        | Kisumu East,,A,+254712000001,,,sms;sms,,yes,,,,,",
        "time_zone       | Kisumu East,,A,+254712000001,,,,Mars/Olympus,yes,,,,,",
        "consent         | Kisumu East,,A,+254712000001,,,,,,,,,,",
        "consent         | Kisumu East,,A,+254712000001,,,,,maybe,,,,,",
        "lmp             | Kisumu East,,A,+254712000001,,,,,yes,2025-05-05,,,,",
        "lmp             | Kisumu East,,A,+254712000001,,,,,yes,2026-03-11,,,,",
        "lmp             | Kisumu East,,A,+254712000001,,,,,yes,2025-12-01,2026-09-07,,,",
        "edd             | Kisumu East,,A,+254712000001,,,,,yes,,2026-12-16,,,",
        "edd             | Kisumu East,,A,+254712000001,,,,,yes,,07/09/2026,,,",
        "baby_birth_date | Kisumu East,,A,+254712000001,,,,,yes,,,,,2026-02-30",
        "baby_birth_date | Kisumu East,,A,+254712000001,,,,,yes,,,,,2026-03-11",
        "baby_birth_date | Kisumu East,,A,+254712000001,,,,,yes,,,Amina,,",
        "baby_sex        | Kisumu East,,A,+254712000001,,,,,yes,,,,GIRL,2026-03-01",
        "external_id     | Kisumu East,a\u0001b,A,+254712000001,,,,,yes,,,,,",
        "''              | Kisumu East,,A,+254712000001,,,,,yes,,,,",
        "''              | Kisumu East,,A,+254712000001,,,,,yes,,,,,,",
        "''              | Kisumu East,,\"A\"B,+254712000001,,,,,yes,,,,,"
      })
  void aWrongLineIsRefusedWithItsColumnAndLosesOnlyItself(String column, String line) {
    String good = "Kisumu East,,B,+254712000002,,,,,yes,,,,,\n";

    assertTally(imported(HEADER + line + "\n" + good), 1, 0, "2 " + column);

    assertThat(count("mother")).isEqualTo(1);
  }

  @Test
  void aLineWithManyFaultsIsRefusedOnce() {
    JsonNode result = imported(HEADER + "Kisumu East,,A,07,,xx,,,maybe,,,,,\n");

    assertThat(result.path("rejected").size()).isEqualTo(1);
    assertThat(result.path("rejected").get(0).path("message").asString())
        .contains("phone", "language");
  }

  @Test
  void linesAreNumberedAsAnEditorNumbersThem() {
    String csv =
        "\uFEFF"
            + HEADER.replace("\n", "\r\n")
            + "\r\n"
            + "Kisumu East,,\"Asha\nWanjiru\",+254712000001,,,,,yes,,,,,\r\n"
            + "Kisumu East,,B,+254712000002,,,,,yes,,,,,\r\n"
            + "Kisumu East,,C,0712,,,,,yes,,,,,";

    assertTally(imported(csv), 1, 0, "3 full_name", "6 phone");
  }

  @Test
  void aLineThatIsNoUtf8IsRefusedAlone() {
    byte[] csv =
        (HEADER
                + "Kisumu East,,Zoë,+254712000001,,,,,yes,,,,,\n"
                + "Kisumu East,,B,+254712000002,,,,,yes,,,,,\n")
            .getBytes(StandardCharsets.ISO_8859_1);

    Answer answer =
        nursery.admin.send("POST", "/api/imports", "text/csv", BodyPublishers.ofByteArray(csv));

    assertTally(answer.json(), 1, 0, "2 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "full_name,phone,consent | clinic",
        "clinic,full_name,phone,consent,nickname | nickname",
        "clinic,full_name,phone,consent,phone | phone",
        "clinic,full_name,phone,consent,dose_BGC_1 | dose_BGC_1",
        "clinic,full_name,phone,consent,dose_BCG | dose_BCG",
        "clinic;full_name;phone;consent | ''",
        "'' | ''"
      })
  void aWrongHeaderIsRefusedAsAWhole(String header, String field) {
    Answer answer = nursery.imports(nursery.admin, header + "\n");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.wrongFields()).as(answer::toString).containsExactly(field);
  }

  @Test
  void anImportIsCsvInUtf8() {
    String csv = HEADER;

    assertThat(send("application/json", "{}").status()).isEqualTo(415);
    assertThat(send("text/csv;charset=iso-8859-1", csv).status()).isEqualTo(415);
    assertThat(send("text/csv; charset=UTF-8", csv).status()).isEqualTo(200);
    assertThat(send("text/csv", "x".repeat(5 * 1024 * 1024 + 1)).status()).isEqualTo(413);
  }

  private Answer send(String type, String body) {
    return nursery.admin.send("POST", "/api/imports/", type, BodyPublishers.ofString(body));
  }

  @Test
  void aNurseImportsIntoHerClinicsOnly() {
    long west = nursery.aClinic("Kisumu West");
    String csv =
        "clinic,full_name,phone,consent\n"
            + "Kisumu East,A,+254712000001,yes\n"
            + "Kisumu West,B,+254712000002,yes\n";

    assertTally(nursery.imports(api.as(staff.nurse(west)), csv).json(), 1, 0, "2 clinic");
  }

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
    mothers.optOutPhone("+254712000001", MovedClock.START);

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

  @Test
  void aLineThatTheDatabaseRefusesLosesOnlyItself() {
    jdbc.sql("alter table mother add constraint no_eve check (full_name <> 'Eve')").update();
    try {
      String csv =
          HEADER
              + "Kisumu East,,Asha,+254712000001,,,,,yes,,,,,\n"
              + "Kisumu East,,Eve,+254712000002,,,,,yes,,,,,\n"
              + "Kisumu East,,Amina,+254712000003,,,,,yes,,,,,\n";

      assertTally(imported(csv), 2, 0, "3 ");
      assertThat(count("mother")).isEqualTo(2);
    } finally {
      jdbc.sql("alter table mother drop constraint no_eve").update();
    }
  }

  @Test
  void twoImportsOfOneFileAtOnceMakeEachMotherOnce() {
    StringBuilder csv = new StringBuilder("clinic,full_name,phone,consent,baby_birth_date\n");
    for (int i = 0; i < 1200; i++) {
      csv.append("Kisumu East,Mother %d,+254712%06d,yes,2026-03-01\n".formatted(i, i));
    }
    Api admin = nursery.admin;

    List<CompletableFuture<Answer>> both = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      both.add(CompletableFuture.supplyAsync(() -> nursery.imports(admin, csv.toString())));
    }

    assertThat(both.stream().mapToInt(a -> a.join().json().path("accepted").asInt()).sum())
        .isEqualTo(1200);
    assertThat(both.stream().mapToInt(a -> a.join().json().path("unchanged").asInt()).sum())
        .isEqualTo(1200);
    assertThat(count("mother")).isEqualTo(1200);
    assertThat(count("baby")).isEqualTo(1200);
  }

  @Test
  void progressIsToldAfterEachBatch() throws IOException {
    StringBuilder csv = new StringBuilder("clinic,full_name,phone,consent\n");
    for (int i = 0; i < 1001; i++) {
      csv.append("Kisumu East,Mother %d,+254712%06d,yes\n".formatted(i, i));
    }
    byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
    List<Long> lines = new ArrayList<>();
    List<Long> read = new ArrayList<>();

    ImportResult result =
        imports.read(
            new ByteArrayInputStream(bytes),
            MovedClock.START,
            ADMIN,
            (bytesRead, done) -> {
              read.add(bytesRead);
              lines.add(done);
            });

    assertThat(result.accepted()).isEqualTo(1001);
    assertThat(lines).containsExactly(500L, 1000L, 1001L);
    assertThat(read).isSorted().endsWith((long) bytes.length);
  }
}
