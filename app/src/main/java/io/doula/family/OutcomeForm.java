package io.doula.family;

import io.doula.core.FieldErrors;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a pregnancy ended, as it is sent.
 *
 * @param babies only with LIVE_BIRTH, and one of them born alive; they can also be registered later
 */
public record OutcomeForm(
    @Nullable Outcome outcome, @Nullable LocalDate on, @Nullable List<@Nullable Newborn> babies) {
  private static final int MOST = 8;

  /**
   * A baby born on the day of the outcome.
   *
   * @param stillborn true: it was born dead and its twin lives. It is kept as one who died on that
   *     day, so that no message speaks of it (docs/decisions/births.md); null: it was born alive
   */
  public record Newborn(
      @Nullable String name,
      @Nullable Sex sex,
      @Nullable LocalTime birthTime,
      @Nullable Integer birthWeightGrams,
      @Nullable Boolean stillborn) {

    boolean isStillborn() {
      return Boolean.TRUE.equals(stillborn);
    }
  }

  /** A baby that was read. */
  record Born(BabyDetails details, boolean stillborn) {}

  /** The babies as {@link BabyForm} reads them; what is wrong is noted. */
  List<Born> read(FieldErrors errors, LocalDateTime now) {
    List<@Nullable Newborn> sent = new ArrayList<>();
    if (babies != null) {
      sent.addAll(babies);
    }
    errors.require(outcome != null, "outcome", "is missing");
    errors.require(
        sent.isEmpty() || outcome == null || outcome == Outcome.LIVE_BIRTH,
        "babies",
        "come with a live birth only");
    errors.require(
        sent.isEmpty() || sent.stream().anyMatch(b -> b == null || !b.isStillborn()),
        "babies",
        "have none among them that was born alive: the outcome is then STILLBIRTH");
    errors.require(sent.size() <= MOST, "babies", "are more than " + MOST);
    return IntStream.range(0, sent.size())
        .mapToObj(i -> baby(errors, "babies[" + i + "]", sent.get(i), now))
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .toList();
  }

  private @Nullable Born baby(
      FieldErrors errors, String place, @Nullable Newborn sent, LocalDateTime now) {
    if (sent == null) {
      errors.add(place, "is missing");
      return null;
    }
    FieldErrors own = new FieldErrors();
    BabyDetails details =
        new BabyForm(null, on, sent.birthTime(), sent.name(), sent.sex(), sent.birthWeightGrams())
            .read(own, now);
    own.all().stream()
        .filter(error -> !error.field().equals("birthDate")) // that is "on", read by its own rules
        .forEach(error -> errors.add(place + "." + error.field(), error.message()));
    return details == null ? null : new Born(details, sent.isStillborn());
  }
}
