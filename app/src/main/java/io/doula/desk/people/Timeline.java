package io.doula.desk.people;

import io.doula.desk.people.Story.Event;
import io.doula.desk.people.Story.Kind;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The picture of a family's story: a line downwards through time, with visits and messages on it,
 * each kind with a shape of its own, so that it is readable without colour. Where nothing happens
 * for long, the line is longer, but not as long as the time.
 *
 * @param marks what is drawn, from the top
 * @param height of the picture; its width is {@link #WIDTH}
 */
record Timeline(List<Mark> marks, int height, int today) {
  static final int WIDTH = 340;

  private static final int ROW = 26;
  private static final int TOP = 20;
  private static final int MOST_GAP = 26;
  private static final int LONGEST_TEXT = 34;
  private static final int NEWEST = 60;

  /**
   * One event in the picture.
   *
   * @param day the day as it is written, null where it is the same as the one above
   * @param y the middle of its line
   */
  record Mark(Kind kind, LocalDate on, @Nullable String day, String what, int y) {
    public String shape() {
      return kind.name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  static Timeline of(Story story, Words words) {
    List<Event> events = story.events();
    if (events.size() > NEWEST) {
      events = events.subList(events.size() - NEWEST, events.size());
    }
    List<Mark> marks = new ArrayList<>();
    int y = TOP;
    int today = 0;
    LocalDate before = null;
    for (Event event : events) {
      if (before != null) {
        y += ROW + gap(before, event.on());
      }
      if (today == 0 && event.on().isAfter(story.today())) {
        today = y;
        y += ROW;
      }
      String day = Objects.equals(before, event.on()) ? null : words.say().day(event.on());
      marks.add(new Mark(event.kind(), event.on(), day, shortened(event.what()), y));
      before = event.on();
    }
    if (today == 0) {
      y += ROW;
      today = y;
    }
    return new Timeline(marks, y + TOP, today);
  }

  public boolean isEmpty() {
    return marks.isEmpty();
  }

  /** Half a month is as high as can be. */
  private static int gap(LocalDate before, LocalDate on) {
    return (int) Math.min(MOST_GAP, ChronoUnit.DAYS.between(before, on) * 2);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
  }
}
