package io.doula.family;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mother as her row has it.
 *
 * @param consentAt when consent was last given or withdrawn, null when it never was; after her
 *     death the caregiver's
 */
record MotherRow(
    long id,
    long clinicId,
    MotherDetails details,
    @Nullable Instant consentAt,
    @Nullable Instant optedOutAt,
    @Nullable LocalDate diedOn,
    @Nullable Caregiver caregiver,
    int version) {

  static MotherRow registered(long id, long clinicId, MotherDetails details, Instant now) {
    return new MotherRow(
        id, clinicId, details, details.consent() ? now : null, null, null, null, 1);
  }

  /** The row with other details; when consent changes with them, it changes now. */
  MotherRow with(long newClinicId, MotherDetails changed, Instant now) {
    Instant at = changed.consent() == details.consent() ? consentAt : now;
    return new MotherRow(id, newClinicId, changed, at, optedOutAt, diedOn, caregiver, version);
  }

  MotherRow optedOut(@Nullable Instant at) {
    return new MotherRow(id, clinicId, details, consentAt, at, diedOn, caregiver, version);
  }

  /** She had given consent and took it back: only a person gives it again, no file does. */
  boolean withdrewConsent() {
    return !details.consent() && consentAt != null;
  }

  MotherForm form() {
    return new MotherForm(
        Long.toString(clinicId),
        details.fullName(),
        details.phone(),
        details.email(),
        details.language(),
        details.timeZone(),
        List.copyOf(details.channels()),
        details.consent(),
        details.externalId());
  }
}
