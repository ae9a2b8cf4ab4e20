package io.doula.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.core.Viewer;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.MovedClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Which lines and files are taken. Today is 2026-03-10. */
@DoulaTest
class ImportsTest extends Registers {
  private static final Viewer ADMIN = new Viewer(1, "admin", Role.ADMIN, Set.of());

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

  @Test
  void aDatabaseThatGoesInTheMiddleOfABatchIsNoFaultOfALine() {
    jdbc.sql(
            """
            create function goes() returns trigger language plpgsql as
              'begin perform pg_terminate_backend(pg_backend_pid()); return new; end';
            create trigger goes before insert on mother execute function goes();
            """)
        .update();
    String csv = HEADER + "Kisumu East,K-1,Achieng,+254712000001,,,,,yes,2025-12-01,,,,\n";
    try {
      assertThat(nursery.imports(nursery.admin, csv).status()).isEqualTo(503);
    } finally {
      jdbc.sql("drop function goes cascade").update();
    }
    assertTally(imported(csv), 1, 0);
  }
}
