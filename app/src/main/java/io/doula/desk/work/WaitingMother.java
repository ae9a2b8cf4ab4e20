package io.doula.desk.work;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mother for whom something is due or overdue.
 *
 * @param phone E.164; the caregiver's after the mother's death
 * @param language the one in which she is written to (BCP 47)
 * @param silent why she is not written to: {@code consent}, {@code stop} or {@code death}; null
 *     when she is
 * @param visits what is open, first what has waited longest
 * @param days for how many days the first has been overdue; 0 when it is not
 * @param told what became of the last message about any of it; null when none has gone
 */
record WaitingMother(
    long id,
    String name,
    String phone,
    long clinicId,
    String clinic,
    String language,
    @Nullable String silent,
    List<Open> visits,
    int days,
    @Nullable Told told) {

  /**
   * Something open.
   *
   * @param babyName null when it is her own, or the baby has no name yet
   */
  record Open(@Nullable Long babyId, @Nullable String babyName, String title, LocalDate due) {}

  /** One person's share of it: hers, or a baby's. */
  record Share(@Nullable String babyName, List<String> titles) {}

  /**
   * The last message.
   *
   * @param day her local day on which it was to go
   * @param count how many messages about it have left so far
   */
  record Told(long reminderId, String state, String channel, LocalDate day, int count) {}

  public LocalDate since() {
    return visits.get(0).due();
  }

  /** What is open, baby by baby. */
  public List<Share> shares() {
    return visits.stream()
        .map(Open::babyId)
        .distinct()
        .map(
            baby -> {
              List<Open> of =
                  visits.stream()
                      .filter(visit -> java.util.Objects.equals(visit.babyId(), baby))
                      .toList();
              return new Share(of.get(0).babyName(), of.stream().map(Open::title).toList());
            })
        .toList();
  }

  /** The same in one line, for a table. */
  public String what() {
    return String.join(
        "; ",
        shares().stream()
            .map(
                share ->
                    (share.babyName() == null ? "" : share.babyName() + ": ")
                        + String.join(", ", share.titles()))
            .toList());
  }
}
