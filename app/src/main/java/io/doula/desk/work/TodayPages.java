package io.doula.desk.work;

import io.doula.core.Paging;
import io.doula.core.ProgramClock;
import io.doula.core.Role;
import io.doula.core.Viewer;
import io.doula.http.PageController;
import io.doula.reminder.State;
import io.doula.reminder.Watch;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The first page after the sign-in: what went wrong, who is overdue, who is due, what became of
 * today's reminders.
 */
@PageController
class TodayPages {
  /** So many stand on this page, which is to be light in every script; the lists have the rest. */
  private static final int OVERDUE_SHOWN = 20;

  private static final int DUE_SHOWN = 10;

  private final Today today;
  private final Waiting waiting;
  private final Watch watch;
  private final ProgramClock clock;

  TodayPages(Today today, Waiting waiting, Watch watch, ProgramClock clock) {
    this.today = today;
    this.waiting = waiting;
    this.watch = watch;
    this.clock = clock;
  }

  /**
   * The first of a list.
   *
   * @param total of all; beyond {@link Waiting#MOST_COUNTED} there are more
   */
  record Listed(List<WaitingMother> rows, int total) {
    public boolean goesOn() {
      return total > rows.size();
    }

    public boolean isBeyondCounting() {
      return total > Waiting.MOST_COUNTED;
    }
  }

  @GetMapping("/app")
  String today(@AuthenticationPrincipal Viewer viewer, Model model) {
    Instant now = clock.now();
    Today.Places places = today.places(viewer, now);
    model.addAttribute("current", "today");
    model.addAttribute("places", places);
    model.addAttribute("records", viewer.role() != Role.VIEWER);
    if (places.count() > 0) {
      model.addAttribute("day", places.dates().get(0));
      model.addAttribute("lastDay", places.dates().get(places.dates().size() - 1));
      model.addAttribute("lately", places.dates().get(0).minusDays(Today.LATELY.toDays()));
      model.addAttribute("reminders", grouped(today.remindersByState(viewer, now)));
      model.addAttribute("wrong", today.wrong(viewer, now));
      model.addAttribute("most", Waiting.MOST_COUNTED);
      model.addAttribute("due", listed(Waiting.Turn.DUE, DUE_SHOWN, viewer, now));
      model.addAttribute("overdue", listed(Waiting.Turn.OVERDUE, OVERDUE_SHOWN, viewer, now));
      addDelivery(watch.look(now), model);
    }
    return "app/work/today";
  }

  private Listed listed(Waiting.Turn turn, int most, Viewer viewer, Instant now) {
    Waiting.Asked asked = Waiting.Asked.all(turn);
    List<WaitingMother> rows = waiting.list(asked, new Paging(most, 0), viewer, now).items();
    return new Listed(rows, rows.size() < most ? rows.size() : waiting.count(asked, viewer, now));
  }

  /** What holds delivery up: nobody works, or a provider says no or nothing. */
  private static void addDelivery(Watch.Seen seen, Model model) {
    model.addAttribute("isDown", seen.isDown());
    model.addAttribute("oldestMinutes", seen.oldestDue().toMinutes());
    model.addAttribute(
        "troubled",
        seen.channels().stream()
            .filter(
                on ->
                    on.state() == Watch.ChannelState.BLOCKED
                        || on.state() == Watch.ChannelState.DOWN)
            .toList());
  }

  private static Map<Standing, Integer> grouped(Map<State, Integer> states) {
    Map<Standing, Integer> grouped = new LinkedHashMap<>();
    for (Standing standing : Standing.values()) {
      grouped.put(standing, standing.in(states));
    }
    return grouped;
  }
}
