package io.doula.reminder;

import io.doula.reminder.PlannedRow.Link;
import io.doula.reminder.PlannedRow.Linked;
import io.doula.reminder.PlannedRow.OpenVisit;
import io.doula.reminder.PlannedRow.Slot;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What should become of one mother's reminders: pure, from her visits and the reminders she has. It
 * adds what is missing, moves what moved, cancels what no longer follows, and leaves what was sent.
 */
final class Draft {
  private final Person person;
  private final LocalDate today;
  private final Map<Long, PlannedRow> rows = new HashMap<>();
  private final Map<Slot, PlannedRow> bySlot = new HashMap<>();
  private final Map<Link, Long> links = new HashMap<>();
  private final Set<Link> goneElsewhere = new HashSet<>();

  /** Slots that need a row which is not there yet, with the visits it will speak of. */
  final Map<Slot, Set<Long>> created = new TreeMap<>(Slot.ORDER);

  /** Visits that go into a row which is there, by its id; a visit linked elsewhere moves. */
  final Map<Long, Set<Long>> joined = new HashMap<>();

  /** Waiting rows that keep at least one visit, and those brought back. */
  final Set<Long> kept = new HashSet<>();

  /** Visits that leave a row which goes on without them. */
  final Map<Long, Set<Long>> left = new HashMap<>();

  /** Waiting rows with nothing left to say. */
  final Set<Long> cancelled = new HashSet<>();

  private Draft(Person person, Instant now, List<PlannedRow> rows, List<Linked> linked) {
    this.person = person;
    this.today = person.today(now);
    for (PlannedRow row : rows) {
      this.rows.put(row.id(), row);
      if (!row.apart()) {
        bySlot.put(row.slot(), row);
      }
    }
    for (Linked one : linked) {
      links.put(one.link(), one.reminderId());
      if (one.goneElsewhere()) {
        goneElsewhere.add(one.link());
      }
    }
  }

  static Draft of(
      Person person,
      Instant now,
      List<Occasion> occasions,
      List<OpenVisit> visits,
      List<PlannedRow> rows,
      List<Linked> linked) {
    Draft draft = new Draft(person, now, rows, linked);
    Set<Link> wanted = new HashSet<>();
    if (person.whyNot().isEmpty()) {
      for (OpenVisit visit : visits) {
        for (Occasion occasion : occasions) {
          draft.place(visit, occasion, wanted);
        }
      }
    }
    draft.settle(wanted);
    return draft;
  }

  private void place(OpenVisit visit, Occasion occasion, Set<Link> wanted) {
    LocalDate day = occasion.dayFor(visit.due());
    if (visit.latest() != null && day.isAfter(visit.latest())) {
      return;
    }
    Link link = new Link(visit.id(), occasion.kind());
    Slot slot = new Slot(person.id(), day, occasion.kind());
    PlannedRow current = currentRow(link);
    if (goneElsewhere.contains(link) || current != null && wasSpokenOf(current, day)) {
      return;
    }
    if (current != null && current.state().isWaiting() && current.day().equals(day)) {
      wanted.add(link);
      kept.add(current.id());
    } else if (!day.isBefore(today) && join(visit, slot)) {
      wanted.add(link);
    }
  }

  private @Nullable PlannedRow currentRow(Link link) {
    Long id = links.get(link);
    return id == null ? null : rows.get(id);
  }

  /**
   * True where the message left, or may have; also where it expired and the visit did not move to a
   * later day.
   */
  private boolean wasSpokenOf(PlannedRow row, LocalDate day) {
    if (row.state().isWaiting()) {
      return false;
    }
    return !State.NEVER_LEFT.contains(row.state())
        || (row.state() != State.CANCELLED && !day.isAfter(row.day()));
  }

  /**
   * Puts a visit into its slot; false where that day's message has gone, or a person said no to it.
   */
  private boolean join(OpenVisit visit, Slot slot) {
    PlannedRow row = bySlot.get(slot);
    if (row == null) {
      created.computeIfAbsent(slot, s -> new HashSet<>()).add(visit.id());
      return true;
    }
    boolean comesBack = row.state() == State.CANCELLED && !row.cancelledByStaff();
    if (!row.state().isWaiting() && !comesBack) {
      return false;
    }
    joined.computeIfAbsent(row.id(), r -> new HashSet<>()).add(visit.id());
    kept.add(row.id());
    return true;
  }

  private void settle(Set<Link> wanted) {
    for (PlannedRow row : rows.values()) {
      if (row.state().isWaiting() && !kept.contains(row.id())) {
        cancelled.add(row.id());
      }
    }
    links.forEach(
        (link, rowId) -> {
          if (kept.contains(rowId) && !wanted.contains(link)) {
            left.computeIfAbsent(rowId, r -> new HashSet<>()).add(link.visitId());
          }
        });
  }

  PlannedRow row(long id) {
    PlannedRow row = rows.get(id);
    if (row == null) {
      throw new IllegalStateException("reminder " + id + " is not in this draft");
    }
    return row;
  }

  Person person() {
    return person;
  }
}
