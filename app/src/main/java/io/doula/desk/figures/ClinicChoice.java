package io.doula.desk.figures;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.doula.core.Paging;
import io.doula.core.Viewer;
import io.doula.family.Clinic;
import io.doula.family.Clinics;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The clinics, and the plans that they follow, between which a reader of pictures may choose. */
@Component
class ClinicChoice {
  private static final int MOST = 500;

  private final Clinics clinics;

  ClinicChoice(Clinics clinics) {
    this.clinics = clinics;
  }

  /** Names by id, in alphabetical order. */
  Map<String, String> of(Viewer viewer) {
    Map<String, String> names = new LinkedHashMap<>();
    all(viewer).stream()
        .sorted((one, other) -> one.name().compareToIgnoreCase(other.name()))
        .forEach(clinic -> names.put(clinic.id(), clinic.name()));
    return names;
  }

  /** The plans that these clinics follow. */
  List<String> plans(Viewer viewer) {
    return all(viewer).stream().map(Clinic::plan).distinct().sorted().toList();
  }

  /** How many of these clinics follow each plan. */
  Map<String, Long> followers(Viewer viewer) {
    return all(viewer).stream().collect(groupingBy(Clinic::plan, counting()));
  }

  /** The plan that a report is of: the one asked for, else the first of those followed. */
  @Nullable String plan(Viewer viewer, @Nullable String asked, @Nullable String clinic) {
    if (asked != null || clinic != null) {
      return asked;
    }
    return plans(viewer).stream().findFirst().orElse(null);
  }

  /** The day that it is at a clinic; null: at the first of them. */
  LocalDate today(Viewer viewer, @Nullable String clinic, Instant now) {
    ZoneId zone =
        all(viewer).stream()
            .filter(one -> clinic == null || one.id().equals(clinic))
            .findFirst()
            .map(one -> ZoneId.of(one.timeZone()))
            .orElse(ZoneOffset.UTC);
    return now.atZone(zone).toLocalDate();
  }

  private List<Clinic> all(Viewer viewer) {
    return clinics.list(viewer, new Paging(MOST, 0)).items();
  }

  /** What was chosen in a form: null where nothing was. */
  static @Nullable String chosen(@Nullable String value) {
    return value == null || value.isBlank() ? null : value;
  }
}
