package io.doula.family;

import io.doula.core.Conflict;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a mother from two records of hers; pure. About messages the stricter word holds:
 * whoever said stop, or gave no consent, under one name gets none under both.
 */
final class MergedMother {
  private final MotherRow kept;
  private final MotherRow other;
  private final Set<String> taken;

  private MergedMother(MotherRow kept, MotherRow other, Set<String> taken) {
    this.kept = kept;
    this.other = other;
    this.taken = taken;
  }

  /**
   * @param taken the fields that are taken of the other
   * @throws Conflict when their deaths are recorded with two dates
   */
  static MotherRow of(MotherRow kept, MotherRow other, Set<String> taken) {
    return new MergedMother(kept, other, taken).row();
  }

  private MotherRow row() {
    if (kept.diedOn() != null && other.diedOn() != null && !kept.diedOn().equals(other.diedOn())) {
      throw new Conflict("her death is recorded with two dates: put one of them right first");
    }
    MotherRow died = kept.diedOn() == null ? other : kept;
    return new MotherRow(
        kept.id(),
        kept.clinicId(),
        details(),
        consentAt(),
        Stream.of(kept, other)
            .map(MotherRow::optedOutAt)
            .filter(Objects::nonNull)
            .min(Instant::compareTo)
            .orElse(null),
        died.diedOn(),
        died.caregiver() == null ? kept.caregiver() : died.caregiver(),
        kept.version());
  }

  private MotherDetails details() {
    return new MotherDetails(
        named("fullName", MotherDetails::fullName),
        named("phone", MotherDetails::phone),
        any("email", MotherDetails::email),
        any("language", MotherDetails::language),
        any("timeZone", MotherDetails::timeZone),
        named("channels", MotherDetails::channels),
        kept.details().consent() && other.details().consent(),
        externalId());
  }

  /** A number of another clinic's register says nothing here, and may be somebody else's. */
  private @Nullable String externalId() {
    boolean ofHere = kept.clinicId() == other.clinicId() || taken.contains("externalId");
    return ofHere ? any("externalId", MotherDetails::externalId) : kept.details().externalId();
  }

  /**
   * Where one of the two gave none or took it back, when that was; taken back before never given.
   */
  private @Nullable Instant consentAt() {
    List<MotherRow> no = Stream.of(kept, other).filter(row -> !row.details().consent()).toList();
    return no.isEmpty()
        ? kept.consentAt()
        : no.stream()
            .map(MotherRow::consentAt)
            .filter(Objects::nonNull)
            .max(Instant::compareTo)
            .orElse(null);
  }

  private <T> T named(String field, Function<MotherDetails, T> value) {
    return value.apply((taken.contains(field) ? other : kept).details());
  }

  private @Nullable String any(String field, Function<MotherDetails, @Nullable String> value) {
    boolean others = taken.contains(field);
    String text = value.apply((others ? other : kept).details());
    return text == null ? value.apply((others ? kept : other).details()) : text;
  }
}
