package io.doula.local;

import io.doula.core.Paging;
import io.doula.core.ProgramClock;
import io.doula.core.Role;
import io.doula.core.Sight;
import io.doula.core.Viewer;
import io.doula.family.Babies;
import io.doula.family.Baby;
import io.doula.family.Clinic;
import io.doula.family.ClinicForm;
import io.doula.family.Clinics;
import io.doula.family.Mothers;
import io.doula.family.Pregnancies;
import io.doula.family.Pregnancy;
import io.doula.staff.FirstAdmin;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Three clinics with sixty made-up people, registered as a nurse would, once, when there is no
 * clinic yet. Before the program opens its port, so that whoever finds it running finds them.
 */
class DemoClinics implements SmartInitializingSingleton {
  private static final Viewer ADMIN = new Viewer(0, "demo", Role.ADMIN, Set.of());

  private static final List<ClinicForm> CLINICS =
      List.of(
          clinic("Kibera Health Centre", "KE", "Africa/Nairobi", "sw"),
          clinic("Khayelitsha Day Clinic", "ZA", "Africa/Johannesburg", "zu"),
          clinic("Varanasi Urban PHC", "IN", "Asia/Kolkata", "hi"));

  private final Clinics clinics;
  private final Mothers mothers;
  private final Pregnancies pregnancies;
  private final Babies babies;
  private final FirstAdmin firstAdmin;
  private final ProgramClock clock;
  private final TransactionTemplate together;

  DemoClinics(
      Clinics clinics,
      Mothers mothers,
      Pregnancies pregnancies,
      Babies babies,
      FirstAdmin firstAdmin,
      ProgramClock clock,
      TransactionTemplate together) {
    this.clinics = clinics;
    this.mothers = mothers;
    this.pregnancies = pregnancies;
    this.babies = babies;
    this.firstAdmin = firstAdmin;
    this.clock = clock;
    this.together = together;
  }

  @Override
  public void afterSingletonsInstantiated() {
    Sight.ALL.run(this::registerAll);
  }

  private void registerAll() {
    Instant now = clock.now();
    together.executeWithoutResult(
        status -> {
          firstAdmin.make(now, madeUp -> {});
          if (clinics.list(ADMIN, Paging.of("1", null)).items().isEmpty()) {
            register(now);
          }
        });
  }

  private void register(Instant now) {
    Map<String, Clinic> byCountry =
        CLINICS.stream()
            .map(form -> clinics.add(form, ADMIN, now))
            .collect(Collectors.toMap(Clinic::country, clinic -> clinic));
    for (CSVRecord line : lines()) {
      Clinic clinic = Objects.requireNonNull(byCountry.get(line.get("clinic")));
      LocalDate today = LocalDate.ofInstant(now, ZoneId.of(clinic.timeZone()));
      register(new DemoStory(line, today), clinic, now);
    }
  }

  private void register(DemoStory story, Clinic clinic, Instant now) {
    String motherId = mothers.add(story.mother(clinic.id()), ADMIN, now).mother().id();
    if (story.isOfAPregnancy()) {
      begin(story, Long.parseLong(motherId), now);
    }
    story.babies(motherId).forEach(form -> give(story, babies.add(form, ADMIN, now), now));
    if (story.isOptedOut()) {
      mothers.optOut(Long.parseLong(motherId), ADMIN, now);
    }
  }

  private void begin(DemoStory story, long motherId, Instant now) {
    Pregnancy pregnancy = pregnancies.begin(motherId, story.pregnancy(), ADMIN, now);
    long id = Long.parseLong(pregnancy.id());
    story.antenatalContacts().forEach(contact -> pregnancies.attend(id, contact, ADMIN, now));
    if (story.isOfALoss()) {
      pregnancies.end(id, story.loss(), ADMIN, now);
    }
  }

  private void give(DemoStory story, Baby baby, Instant now) {
    story.doses().forEach(dose -> babies.giveDose(Long.parseLong(baby.id()), dose, ADMIN, now));
  }

  private static List<CSVRecord> lines() {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader people =
        new InputStreamReader(
            Objects.requireNonNull(DemoClinics.class.getResourceAsStream("/demo/people.csv")),
            StandardCharsets.UTF_8)) {
      return format.parse(people).getRecords();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ClinicForm clinic(String name, String country, String zone, String language) {
    return new ClinicForm(name, country, zone, null, language, null, null, null);
  }
}
