package io.doula.family;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A baby as it is shown.
 *
 * @param pregnancyId the pregnancy it was born of; null for an older child
 * @param contacts postnatal contacts it was brought to
 */
public record Baby(
    String id,
    String motherId,
    @Nullable String pregnancyId,
    LocalDate birthDate,
    @Nullable LocalTime birthTime,
    @Nullable String name,
    @Nullable Sex sex,
    @Nullable Integer birthWeightGrams,
    @Nullable LocalDate diedOn,
    List<Dose> doses,
    List<Contact> contacts,
    @JsonIgnore int version) {

  static Baby of(BabyRow row, List<Dose> doses, List<Contact> contacts) {
    BabyDetails d = row.details();
    return new Baby(
        Long.toString(row.id()),
        Long.toString(row.motherId()),
        row.pregnancyId() == null ? null : Long.toString(row.pregnancyId()),
        d.birthDate(),
        d.birthTime(),
        d.name(),
        d.sex(),
        d.birthWeightGrams(),
        row.diedOn(),
        doses,
        contacts,
        row.version());
  }
}
