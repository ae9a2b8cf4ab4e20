package io.doula.desk.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A picture of what is due when: a lane for each thing, with the time in which it is on time, and
 * that in which it is late and still done.
 *
 * @param height in pixels
 */
record TimeLine(List<Lane> lanes, List<Stop> stops, int height) {
  private static final int TOP = 26;
  private static final int PITCH = 24;

  /** Room for the names, in percent. */
  private static final double LEFT = 29;

  private static final double RIGHT = 98;

  /** What is there is to be seen, however short it is. */
  private static final double LEAST = 1.2;

  /**
   * A thing in days from where the line begins.
   *
   * @param earliest the first day on which it may be done
   * @param lastOnTime the last day that is not late; null: it is never late
   * @param latest the last day on which it may be done; null: there is none
   * @param begins whether another course begins with it
   */
  record Thing(
      String name,
      int earliest,
      int due,
      @Nullable Integer lastOnTime,
      @Nullable Integer latest,
      boolean begins) {}

  /**
   * A thing in its place.
   *
   * @param middle the lane's middle, in pixels from the top
   * @param end where what is late ends: at the last day, or at the picture's edge
   * @param closed whether there is a last day
   */
  record Lane(
      String name,
      int middle,
      boolean begins,
      String early,
      String due,
      String onTime,
      String late,
      String end,
      boolean closed) {}

  /** A day at which something is due, and what it is called. */
  record Stop(String x, int day) {}

  /**
   * @param even whether the line is to scale; else each day at which something is due is as far
   *     from the next as any other
   * @param last the day at which the picture ends
   */
  static TimeLine of(List<Thing> things, boolean even, int last) {
    SortedSet<Integer> days = new TreeSet<>();
    things.forEach(thing -> days.add(thing.due()));
    SortedSet<Integer> all = new TreeSet<>(days);
    all.add(0);
    all.add(last);
    Scale scale = even ? Scale.even(0, last, LEFT, RIGHT) : Scale.stops(all, LEFT, RIGHT);
    List<Lane> lanes = new ArrayList<>();
    for (Thing thing : things) {
      lanes.add(lane(thing, lanes.size(), scale, last));
    }
    return new TimeLine(
        List.copyOf(lanes),
        days.stream().map(day -> new Stop(scale.at(day), day)).toList(),
        TOP + lanes.size() * PITCH + 4);
  }

  private static Lane lane(Thing thing, int place, Scale scale, int last) {
    double due = scale.place(thing.due());
    double onTime = end(thing.lastOnTime(), thing.due(), due, scale);
    int late = thing.lastOnTime() == null ? thing.due() : thing.lastOnTime();
    double end = end(thing.latest(), late, onTime, scale);
    return new Lane(
        thing.name(),
        TOP + place * PITCH + PITCH / 2,
        thing.begins(),
        scale.at(thing.earliest()),
        Scale.percent(due),
        Scale.percent(onTime - due),
        Scale.percent(onTime),
        Scale.percent(end),
        thing.latest() != null && thing.latest() <= last);
  }

  /**
   * Where a time ends: at the edge if never, and else so late that it is to be seen.
   *
   * @param from the day from which it counts, and where that stands
   */
  private static double end(@Nullable Integer day, int from, double begin, Scale scale) {
    if (day == null) {
      return RIGHT;
    }
    return day <= from ? begin : Math.max(scale.place(day), begin + LEAST);
  }
}
