package io.doula.family;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mother as she is shown. Null language or zone: her clinic's.
 *
 * @param phone E.164
 * @param channels in the order in which they are tried
 * @param optedOut she, or after her death the caregiver, wants no messages
 */
public record Mother(
    String id,
    String clinicId,
    String fullName,
    String phone,
    @Nullable String email,
    @Nullable String language,
    @Nullable String timeZone,
    List<String> channels,
    boolean consent,
    @Nullable String externalId,
    boolean optedOut,
    @Nullable LocalDate diedOn,
    @Nullable Caregiver caregiver,
    @JsonIgnore int version) {

  static Mother of(MotherRow row) {
    MotherDetails d = row.details();
    return new Mother(
        Long.toString(row.id()),
        Long.toString(row.clinicId()),
        d.fullName(),
        d.phone(),
        d.email(),
        d.language(),
        d.timeZone(),
        d.channels(),
        d.consent(),
        d.externalId(),
        row.optedOutAt() != null,
        row.diedOn(),
        row.caregiver(),
        row.version());
  }

  /** One mother with all that is hers, and the next ten reminders. */
  public record WithFamily(
      @JsonUnwrapped Mother mother,
      List<Pregnancy> pregnancies,
      List<Baby> babies,
      List<NextReminder> reminders) {}

  /** A reminder that will go, by the order of {@code dueAt}. */
  public record NextReminder(String id, String kind, Instant dueAt, String state, String why) {}
}
