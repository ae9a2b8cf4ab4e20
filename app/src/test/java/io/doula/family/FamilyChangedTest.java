package io.doula.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.core.Viewer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

/** Each write says whose family changed, and a repeat of what is known says nothing. */
@DoulaTest
@RecordApplicationEvents
class FamilyChangedTest {
  private static final Viewer ADMIN = new Viewer(1, "admin", Role.ADMIN, Set.of());
  private static final Instant NOW = MovedClock.START;

  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired Mothers mothers;
  @Autowired Pregnancies pregnancies;
  @Autowired Babies babies;
  @Autowired Imports imports;
  @Autowired ApplicationEvents events;
  long mother;

  @BeforeEach
  void aMother() {
    Nursery nursery = new Nursery(api, staff);
    mother = nursery.aMotherIn(nursery.aClinic("Kisumu East"));
  }

  private void assertTold(Runnable write) {
    assertToldOf(Set.of(mother), write);
  }

  private void assertToldOf(Set<Long> whom, Runnable write) {
    events.clear();
    write.run();
    assertThat(events.stream(FamilyChanged.class)).containsExactly(new FamilyChanged(whom, NOW));
  }

  private void assertNotTold(Runnable write) {
    events.clear();
    write.run();
    assertThat(events.stream(FamilyChanged.class)).isEmpty();
  }

  private static DayForm on(String day) {
    return new DayForm(LocalDate.parse(day));
  }

  @Test
  void everyWriteAboutAMotherIsToldOnce() {
    assertTold(() -> rename("Asha O"));
    assertNotTold(() -> rename("Asha O"));
    assertTold(() -> mothers.optOut(mother, ADMIN, NOW));
    assertNotTold(() -> mothers.optOut(mother, ADMIN, NOW));
    assertTold(() -> mothers.optIn(mother, ADMIN, NOW));
    assertNotTold(() -> mothers.optIn(mother, ADMIN, NOW));
    DeathForm death = new DeathForm(LocalDate.parse("2026-03-01"), null);
    assertTold(() -> mothers.die(mother, death, ADMIN, NOW));
    assertNotTold(() -> mothers.die(mother, death, ADMIN, NOW));
  }

  private void rename(String name) {
    mothers.change(
        mother,
        version -> {},
        stored ->
            new MotherForm(
                stored.clinicId(),
                name,
                stored.phone(),
                null,
                null,
                null,
                stored.channels(),
                stored.consent(),
                null),
        ADMIN,
        NOW);
  }

  @Test
  void everyWriteAboutAPregnancyIsToldOnce() {
    PregnancyForm lmp = new PregnancyForm(LocalDate.parse("2025-07-01"), null, null);
    PregnancyForm edd = new PregnancyForm(null, LocalDate.parse("2026-04-10"), null);
    assertTold(() -> pregnancies.begin(mother, lmp, ADMIN, NOW));
    long id = Long.parseLong(family().pregnancies().get(0).id());
    assertTold(() -> pregnancies.redate(id, version -> {}, edd, ADMIN, NOW));
    assertNotTold(() -> pregnancies.redate(id, version -> {}, edd, ADMIN, NOW));
    assertTold(() -> pregnancies.attend(id, on("2026-02-01"), ADMIN, NOW));
    assertNotTold(() -> pregnancies.attend(id, on("2026-02-01"), ADMIN, NOW));
    long contact = Long.parseLong(family().pregnancies().get(0).contacts().get(0).id());
    assertTold(() -> pregnancies.takeBackContact(id, contact, ADMIN, NOW));
    OutcomeForm birth =
        new OutcomeForm(Outcome.LIVE_BIRTH, LocalDate.parse("2026-03-01"), List.of());
    assertTold(() -> pregnancies.end(id, birth, ADMIN, NOW));
    assertNotTold(() -> pregnancies.end(id, birth, ADMIN, NOW));
    assertTold(() -> pregnancies.attendPostnatal(mother, on("2026-03-02"), ADMIN, NOW));
    assertNotTold(() -> pregnancies.attendPostnatal(mother, on("2026-03-02"), ADMIN, NOW));
  }

  private Mother.WithFamily family() {
    return mothers.one(mother, ADMIN, NOW);
  }

  @Test
  void everyWriteAboutABabyIsToldOnce() {
    BabyForm form =
        new BabyForm(
            Long.toString(mother), LocalDate.parse("2026-02-01"), null, "Amina", null, null);
    assertTold(() -> babies.add(form, ADMIN, NOW));
    long id = Long.parseLong(family().babies().get(0).id());
    assertNotTold(() -> babies.change(id, version -> {}, stored -> stored, ADMIN, NOW));
    BabyForm renamed =
        new BabyForm(Long.toString(mother), form.birthDate(), null, "Zawadi", null, null);
    assertTold(() -> babies.change(id, version -> {}, stored -> renamed, ADMIN, NOW));
    Dose.Form bcg = new Dose.Form("BCG", LocalDate.parse("2026-02-02"), null);
    assertTold(() -> babies.giveDose(id, bcg, ADMIN, NOW));
    assertNotTold(() -> babies.giveDose(id, bcg, ADMIN, NOW));
    long dose = Long.parseLong(family().babies().get(0).doses().get(0).id());
    assertTold(() -> babies.takeBackDose(id, dose, ADMIN, NOW));
    assertTold(() -> babies.attend(id, on("2026-02-02"), ADMIN, NOW));
    assertNotTold(() -> babies.attend(id, on("2026-02-02"), ADMIN, NOW));
    long contact = Long.parseLong(family().babies().get(0).contacts().get(0).id());
    assertTold(() -> babies.takeBackContact(id, contact, ADMIN, NOW));
    assertTold(() -> babies.die(id, on("2026-03-01"), ADMIN, NOW));
    assertNotTold(() -> babies.die(id, on("2026-03-01"), ADMIN, NOW));
  }

  @Test
  void aBatchOfAnImportIsToldOnceWithAllWhoChanged() {
    String start = "clinic,full_name,phone,consent\nKisumu East,A,+254712900001,yes\n";
    String more = start + "Kisumu East,B,+254712900002,yes\nKisumu East,C,+254712900003,yes\n";

    assertToldOf(Set.of(mother + 1), () -> read(start));
    assertNotTold(() -> read(start));
    events.clear();
    read(more);
    assertThat(events.stream(FamilyChanged.class).map(change -> change.motherIds().size()))
        .containsExactly(2);
  }

  private void read(String csv) {
    try {
      imports.read(
          new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
          NOW,
          ADMIN,
          (bytes, lines) -> {});
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
