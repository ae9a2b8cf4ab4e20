package io.doula.reminder.web;

import io.doula.core.Ids;
import io.doula.core.Invalid;
import io.doula.core.Page;
import io.doula.core.Paging;
import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.http.Moment;
import io.doula.http.NoFields;
import io.doula.reminder.Reminders;
import io.doula.reminder.State;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists reminders and takes staff's decisions about them. */
@RestController
@RequestMapping("/api/reminders")
class RemindersController {
  private final Reminders reminders;
  private final ProgramClock clock;

  RemindersController(Reminders reminders, ProgramClock clock) {
    this.reminders = reminders;
    this.clock = clock;
  }

  @GetMapping
  Page<ReminderView> list(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String clinic,
      @RequestParam(required = false) @Nullable String mother,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String after,
      @AuthenticationPrincipal Viewer viewer) {
    Moment first = Moment.read(from, "from");
    Moment last = Moment.read(to, "to");
    Reminders.Wanted wanted =
        new Reminders.Wanted(
            states(state),
            clinic == null ? null : Ids.inField(clinic, "clinic"),
            mother == null ? null : Ids.inField(mother, "mother"),
            first.day(),
            last.day(),
            first.instant(),
            last.instant());
    Page<Reminders.Reminder> page =
        reminders.list(wanted, Paging.of(limit, after), viewer, clock.now());
    return new Page<>(page.items().stream().map(ReminderView::of).toList(), page.next());
  }

  @GetMapping("/{id}")
  ReminderView get(@PathVariable String id, @AuthenticationPrincipal Viewer viewer) {
    return ReminderView.of(reminders.get(Ids.inPath(id, "reminder"), viewer, clock.now()));
  }

  @PostMapping("/{id}/cancel")
  ReminderView cancel(
      @PathVariable String id,
      @RequestBody(required = false) @Nullable NoFields nothing,
      @AuthenticationPrincipal Viewer viewer) {
    return ReminderView.of(reminders.cancel(Ids.inPath(id, "reminder"), viewer, clock.now()));
  }

  @PostMapping("/{id}/retry")
  ReminderView retry(
      @PathVariable String id,
      @RequestBody(required = false) @Nullable NoFields nothing,
      @AuthenticationPrincipal Viewer viewer) {
    return ReminderView.of(reminders.retry(Ids.inPath(id, "reminder"), viewer, clock.now()));
  }

  /** What a person found out about an unknown one. */
  record Resolution(@Nullable Boolean delivered) {}

  @PostMapping("/{id}/resolve")
  ReminderView resolve(
      @PathVariable String id,
      @RequestBody Resolution found,
      @AuthenticationPrincipal Viewer viewer) {
    Boolean delivered = found.delivered();
    if (delivered == null) {
      throw new Invalid("delivered", "must say true or false: whether she got the message");
    }
    return ReminderView.of(
        reminders.resolve(Ids.inPath(id, "reminder"), delivered, viewer, clock.now()));
  }

  private static Set<State> states(@Nullable String text) {
    Set<State> states = EnumSet.noneOf(State.class);
    if (text != null) {
      for (String name : text.split(",")) {
        try {
          states.add(State.valueOf(name.trim()));
        } catch (IllegalArgumentException e) {
          throw new Invalid("state", "must be one of " + Arrays.toString(State.values()));
        }
      }
    }
    return states;
  }
}
