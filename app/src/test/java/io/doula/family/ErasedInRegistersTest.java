package io.doula.family;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A register that still holds who was erased. */
class ErasedInRegistersTest extends Registers {
  private static final String LINES = "clinic,external_id,full_name,phone,consent\n";

  private void erasedAfter(String line) {
    assertTally(imported(LINES + line), 1, 0);
    String id = onlyMother().path("id").asString();
    assertThat(nursery.admin.post("/api/mothers/" + id + "/erase", "{}").status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Kisumu East,K-1,Asha,+254712000001,yes\n",
        "Kisumu East,K-1,Asha Married,+254712999999,yes\n",
        "Kisumu East,,Asha,+254712000001,yes\n",
        "Kisumu East,,asha,+254712000001,yes\n"
      })
  void aFileDoesNotBringHerBack(String line) {
    erasedAfter("Kisumu East,K-1,Asha,+254712000001,yes\n");

    assertTally(imported(LINES + line), 0, 0, "2 ");

    assertThat(nursery.admin.get("/api/mothers/").json().path("items")).isEmpty();
  }

  @Test
  void othersOnHerPhoneAreRegistered() {
    erasedAfter("Kisumu East,K-1,Asha,+254712000001,yes\n");

    assertTally(
        imported(
            LINES
                + "Kisumu East,K-2,Neema,+254712000001,yes\n"
                + "Kisumu East,,Halima,+254712000001,yes\n"),
        2,
        0);
  }

  /** At another clinic she is another person: one clinic does not know the other's register. */
  @Test
  void anotherClinicsRegisterIsItsOwn() {
    nursery.aClinic("Kisumu West");
    erasedAfter("Kisumu East,K-1,Asha,+254712000001,yes\n");

    assertTally(imported(LINES + "Kisumu West,K-1,Asha,+254712000001,yes\n"), 1, 0);
  }

  @Test
  void aPersonRegistersHerAgainAndThenTheFileKnowsHer() {
    erasedAfter("Kisumu East,K-1,Asha,+254712000001,yes\n");
    long again =
        Nursery.idOf(
            nursery.admin.post(
                "/api/mothers/",
                """
                {"clinicId": "%d", "fullName": "Asha", "phone": "+254712000001",
                 "externalId": "K-1", "consent": true}"""
                    .formatted(clinic)));

    assertTally(imported(LINES + "Kisumu East,K-1,Asha,+254712000001,yes\n"), 0, 1);
    assertThat(nursery.mother(again).status()).isEqualTo(200);
  }

  @Test
  void whatIsKeptOfHerTellsNobodyWhoSheWas() {
    erasedAfter("Kisumu East,K-1,Asha,+254712000001,yes\n");

    assertThat(jdbc.sql("select encode(mark, 'hex') from erased").query(String.class).list())
        .hasSize(2)
        .allMatch(mark -> mark.matches("[0-9a-f]{64}"));
  }
}
