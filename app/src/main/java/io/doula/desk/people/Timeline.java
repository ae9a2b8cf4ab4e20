package io.doula.desk.people;

import io.doula.desk.people.Story.Event;
import io.doula.desk.people.Story.Kind;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The picture of a family's story: a line downwards through time, with visits and messages on it,
 * each kind with a shape of its own, so that it is readable without colour. It is drawn as a list,
 * so that it can be read aloud, and so that the longest dates and the largest letters fit. Where
 * nothing happens for long, the line is longer, but not as long as the time.
 *
 * @param before what was or should have been, until today, from the top
 * @param after what is to come
 */
record Timeline(List<Mark> before, List<Mark> after) {
  private static final int MOST_GAP = 3;
  private static final int DAYS_A_GAP = 4;
  private static final int NEWEST = 60;

  /**
   * One event in the picture.
   *
   * @param day the day as it is written, null where it is the same as the one above
   * @param gap how far it is from the one above: 0 to 3
   */
  record Mark(Kind kind, @Nullable String day, String what, int gap) {
    public String shape() {
      return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Whether it stands out. */
    public boolean isAmiss() {
      return kind == Kind.OVERDUE || kind == Kind.FAILED;
    }
  }

  static Timeline of(Story story, Words words) {
    List<Event> events = story.events();
    if (events.size() > NEWEST) {
      events = events.subList(events.size() - NEWEST, events.size());
    }
    List<Mark> before = new ArrayList<>();
    List<Mark> after = new ArrayList<>();
    LocalDate above = null;
    for (Event event : events) {
      String day = Objects.equals(above, event.on()) ? null : words.say().day(event.on());
      Mark mark = new Mark(event.kind(), day, event.what(), gap(above, event.on()));
      (event.on().isAfter(story.today()) ? after : before).add(mark);
      above = event.on();
    }
    return new Timeline(before, after);
  }

  public boolean isEmpty() {
    return before.isEmpty() && after.isEmpty();
  }

  /** Half a month is as far as can be. */
  private static int gap(@Nullable LocalDate above, LocalDate on) {
    return above == null
        ? 0
        : (int) Math.min(MOST_GAP, ChronoUnit.DAYS.between(above, on) / DAYS_A_GAP);
  }
}
