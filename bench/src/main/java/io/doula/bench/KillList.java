package io.doula.bench;

import io.doula.bench.provider.Trap.Moment;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The points at which a process is killed on purpose. */
final class KillList {
  private KillList() {}

  /**
   * A point.
   *
   * @param inside the switch inside the process, without the count ({@code mark:before}); null
   *     where the provider kills
   * @param moment where in the conversation the provider kills; null where the process does
   * @param web whether it is the web role that is killed, not a worker
   * @param most the point is sprung at a random time up to this one
   */
  record Point(
      String name, @Nullable String inside, @Nullable Moment moment, boolean web, int most) {

    int someTime() {
      return 1 + ThreadLocalRandom.current().nextInt(most);
    }
  }

  static final List<Point> POINTS =
      List.of(
          worker("claim, before its commit", "claim:before", 3),
          worker("claim, after its commit", "claim:after", 3),
          worker("call, before it", "send:before", 30),
          provider("request read, not accepted", Moment.READ),
          provider("request accepted, not answered", Moment.ACCEPTED),
          provider("answer written", Moment.ANSWERED),
          worker("call, after it", "send:after", 30),
          worker("mark, before its commit", "mark:before", 30),
          worker("mark, after its commit", "mark:after", 30),
          worker("takeover, before its commit", "lapsed:before", 2),
          worker("takeover, after its commit", "lapsed:after", 2),
          web("receipt, before its commit", "receipt:before"),
          web("receipt, after its commit", "receipt:after"));

  private static Point worker(String name, String inside, int most) {
    return new Point(name, inside, null, false, most);
  }

  private static Point provider(String name, Moment moment) {
    return new Point(name, null, moment, false, 30);
  }

  private static Point web(String name, String inside) {
    return new Point(name, inside, null, true, 30);
  }
}
