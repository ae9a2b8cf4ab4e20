package io.doula.family;

import io.doula.core.FieldErrors;
import io.doula.core.Ids;
import io.doula.core.Invalid;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two records of one mother, as somebody decided about them. The one in the path is kept.
 *
 * @param with the id of the other
 * @param take what is taken of the other, by the names of fields: fullName, phone, email, language,
 *     timeZone, channels, externalId; what the kept one lacks is taken anyway
 * @param pregnancies which of their pregnancies are one; null: as proposed
 * @param babies which of their babies are one; null: as proposed
 */
public record MergeForm(
    @Nullable String with,
    @Nullable List<String> take,
    @Nullable List<Pair> pregnancies,
    @Nullable List<Pair> babies) {
  /** What can be taken of the other. */
  public static final Set<String> FIELDS =
      Set.of("fullName", "phone", "email", "language", "timeZone", "channels", "externalId");

  /** Two entries of one pregnancy, or of one baby, by their ids. */
  public record Pair(@Nullable String keep, @Nullable String drop) {}

  /**
   * @throws Invalid when it is missing or none
   */
  long other() {
    if (with == null) {
      throw new Invalid("with", "is missing");
    }
    return Ids.inField(with, "with");
  }

  Set<String> taken() {
    FieldErrors errors = new FieldErrors();
    Set<String> taken = new HashSet<>();
    for (String field : take == null ? List.<String>of() : take) {
      errors.require(
          field != null && FIELDS.contains(field), "take", "names a field that can't be taken");
      taken.add(field);
    }
    errors.throwIfAny();
    return taken;
  }

  /**
   * Reads pairs.
   *
   * @param known the ids there are of both mothers
   * @return which goes into which
   * @throws Invalid naming the field
   */
  static Map<Long, Long> read(String field, List<Pair> pairs, Set<Long> known) {
    Map<Long, Long> into = new HashMap<>();
    for (Pair pair : pairs) {
      if (pair == null || pair.keep() == null || pair.drop() == null) {
        throw new Invalid(field, "must each name keep and drop");
      }
      long keep = Ids.inField(pair.keep(), field);
      long drop = Ids.inField(pair.drop(), field);
      if (!known.contains(keep) || !known.contains(drop)) {
        throw new Invalid(field, "names one that neither of the two has");
      }
      if (keep == drop || into.put(drop, keep) != null) {
        throw new Invalid(field, "names one twice");
      }
    }
    if (into.values().stream().anyMatch(into::containsKey)) {
      throw new Invalid(field, "keeps one that it drops");
    }
    return into;
  }
}
