package io.doula.family;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pregnancy as it is shown.
 *
 * @param datedBy LMP, EDD, SCAN, or NONE for one that was only implied by a birth and has no dates
 * @param lmp the first day of gestation, however it was dated
 * @param gestationalAge today, or at the end
 * @param contacts antenatal contacts she came to
 * @param postnatalContacts hers, after the end
 */
public record Pregnancy(
    String id,
    String motherId,
    String datedBy,
    @Nullable LocalDate lmp,
    @Nullable LocalDate edd,
    PregnancyForm.@Nullable Scan scan,
    @Nullable Age gestationalAge,
    @Nullable Outcome outcome,
    @Nullable LocalDate endedOn,
    List<Contact> contacts,
    List<Contact> postnatalContacts,
    @JsonIgnore int version) {

  /** Completed weeks and 0 to 6 days of gestation. */
  public record Age(int weeks, int days) {}

  /**
   * @param today the mother's local day
   */
  static Pregnancy of(
      PregnancyRow row, LocalDate today, List<Contact> contacts, List<Contact> postnatalContacts) {
    PregnancyDates dates = row.dating();
    return new Pregnancy(
        Long.toString(row.id()),
        Long.toString(row.motherId()),
        dates == null ? "NONE" : dates.by(),
        dates == null ? null : dates.lmp(),
        dates == null ? null : dates.edd(),
        dates == null || dates.scanDate() == null
            ? null
            : new PregnancyForm.Scan(dates.scanDate(), dates.weeks(), dates.days()),
        dates == null ? null : age(dates.daysOn(row.endedOn() == null ? today : row.endedOn())),
        row.outcome(),
        row.endedOn(),
        contacts,
        postnatalContacts,
        row.version());
  }

  private static Age age(long days) {
    return new Age((int) days / 7, (int) days % 7);
  }
}
