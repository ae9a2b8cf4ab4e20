package io.doula.home;

import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.http.PageController;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The first page after the sign-in: who is due, who is overdue, what became of today's reminders.
 */
@PageController
class TodayController {
  private static final Map<String, List<String>> GROUPS = groups();

  private final Today today;
  private final ProgramClock clock;

  TodayController(Today today, ProgramClock clock) {
    this.today = today;
    this.clock = clock;
  }

  @GetMapping("/app")
  String today(@AuthenticationPrincipal Viewer viewer, Model model) {
    Instant now = clock.now();
    model.addAttribute("current", "today");
    model.addAttribute("dates", today.dates(viewer, now));
    model.addAttribute("clinics", today.clinics(viewer, now));
    model.addAttribute("reminders", grouped(today.remindersByState(viewer, now)));
    model.addAttribute("due", today.due(viewer, now));
    model.addAttribute("overdue", today.overdue(viewer, now));
    return "app/today";
  }

  private static Map<String, Integer> grouped(Map<String, Integer> states) {
    Map<String, Integer> grouped = new LinkedHashMap<>();
    GROUPS.forEach(
        (group, members) ->
            grouped.put(group, members.stream().mapToInt(s -> states.getOrDefault(s, 0)).sum()));
    return grouped;
  }

  private static Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    groups.put("waiting", List.of("PLANNED", "QUEUED", "SENDING", "RETRY"));
    groups.put("sent", List.of("ACCEPTED", "SENT"));
    groups.put("arrived", List.of("DELIVERED", "READ"));
    groups.put("wrong", List.of("UNKNOWN", "FAILED"));
    groups.put("notSent", List.of("SUPPRESSED", "CANCELLED", "EXPIRED"));
    return groups;
  }
}
