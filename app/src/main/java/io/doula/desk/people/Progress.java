package io.doula.desk.people;

import io.doula.family.Card;
import io.doula.family.VisitStatus;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * One person's visits, as a page lists them.
 *
 * @param open to be done now: overdue first, then due, then those somebody must decide about
 * @param next the first of those to come
 * @param later the others
 * @param past done, or too late to be done; the latest first
 */
record Progress(
    List<Card.Visit> open, List<Card.Visit> next, List<Card.Visit> later, List<Card.Visit> past) {
  private static final int SHOWN = 3;
  private static final List<VisitStatus> OPEN =
      List.of(VisitStatus.OVERDUE, VisitStatus.DUE, VisitStatus.NEEDS_REVIEW);
  private static final List<VisitStatus> PAST = List.of(VisitStatus.DONE, VisitStatus.EXPIRED);

  static Progress of(List<Card.Visit> visits) {
    List<Card.Visit> coming = those(visits, visit -> visit.status() == VisitStatus.PLANNED);
    int cut = Math.min(SHOWN, coming.size());
    return new Progress(
        visits.stream()
            .filter(visit -> OPEN.contains(visit.status()))
            .sorted(Comparator.comparing(visit -> OPEN.indexOf(visit.status())))
            .toList(),
        coming.subList(0, cut),
        coming.subList(cut, coming.size()),
        those(visits, visit -> PAST.contains(visit.status())).stream()
            .sorted(
                Comparator.comparing(
                        (Card.Visit visit) -> visit.doneOn() == null ? visit.due() : visit.doneOn())
                    .reversed())
            .toList());
  }

  private static List<Card.Visit> those(List<Card.Visit> visits, Predicate<Card.Visit> which) {
    return visits.stream().filter(which).toList();
  }

  public boolean isEmpty() {
    return open.isEmpty() && next.isEmpty() && past.isEmpty();
  }
}
