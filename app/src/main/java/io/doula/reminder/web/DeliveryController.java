package io.doula.reminder.web;

import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.queue.Wakeups;
import io.doula.reminder.DeliveryBoard;
import io.doula.reminder.State;
import io.doula.reminder.Watch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How delivery stands: what is open, what went wrong and where to see it, what holds it up. */
@RestController
class DeliveryController {
  private final DeliveryBoard board;
  private final ProgramClock clock;

  DeliveryController(DeliveryBoard board, ProgramClock clock) {
    this.board = board;
    this.clock = clock;
  }

  /**
   * The board.
   *
   * @param from ended reminders are counted that fell due since then
   * @param unknown of uncertain outcome: with the link that lists them
   * @param failed since {@code from}: with the link that lists them
   * @param working for an ADMIN: the beats and workers of the last day and when each last showed
   * @param queue for an ADMIN: what lies in the queue; null also where there is none
   */
  record BoardView(
      Instant from,
      Map<State, Integer> states,
      long oldestDueSeconds,
      UnknownView unknown,
      FailedView failed,
      List<ChannelView> channels,
      @Nullable Instant guardUntil,
      @Nullable List<WorkingView> working,
      @Nullable QueueView queue) {}

  /**
   * Reminders of uncertain outcome.
   *
   * @param held those that only a receipt or a person ends
   */
  record UnknownView(int count, int held, String link) {}

  record FailedView(int count, String link) {}

  /**
   * A beat or a worker.
   *
   * @param name its host and process, or its function
   * @param lastSeen to some seconds
   */
  record WorkingView(String role, String name, Instant lastSeen) {}

  /**
   * The queue of hints.
   *
   * @param answers false: workers look by themselves meanwhile, every DOULA_TICK; and nothing is
   *     known of the rest
   * @param lag bundles of hints that no worker has taken yet
   */
  record QueueView(boolean answers, long lag, List<ConsumerView> consumers) {}

  /**
   * A worker as the queue knows it.
   *
   * @param pending bundles that it took and did not finish
   * @param idleSeconds since it last asked
   */
  record ConsumerView(String name, long pending, long idleSeconds) {}

  /**
   * A channel.
   *
   * @param name {@code none}: reminders whose mother no channel that is set up reaches
   * @param state as this process sees it
   * @param oldestDueSeconds over all clinics
   */
  record ChannelView(
      String name,
      Watch.ChannelState state,
      long oldestDueSeconds,
      boolean unclaimed,
      List<DeliveryBoard.Blocked> blocks) {}

  @GetMapping("/api/delivery")
  BoardView board(@AuthenticationPrincipal Viewer viewer) {
    DeliveryBoard.Standing standing = board.read(viewer, clock.now());
    DeliveryBoard.@Nullable Machinery machinery = viewer.seesAll() ? board.machinery() : null;
    Map<State, Integer> states = standing.states();
    return new BoardView(
        standing.from(),
        states,
        standing.oldestDue().toSeconds(),
        new UnknownView(
            states.getOrDefault(State.UNKNOWN, 0), standing.held(), "/api/reminders?state=UNKNOWN"),
        new FailedView(
            states.getOrDefault(State.FAILED, 0),
            "/api/reminders?state=FAILED&from=" + standing.from()),
        standing.channels().stream().map(DeliveryController::view).toList(),
        standing.guardUntil(),
        machinery == null ? null : working(machinery),
        machinery == null || !machinery.hasQueue() ? null : view(machinery.queue()));
  }

  private static List<WorkingView> working(DeliveryBoard.Machinery machinery) {
    return machinery.working().stream()
        .map(one -> new WorkingView(one.role(), one.name(), one.at()))
        .toList();
  }

  private static QueueView view(Wakeups.@Nullable Standing queue) {
    if (queue == null) {
      return new QueueView(false, 0, List.of());
    }
    return new QueueView(
        true,
        queue.waiting(),
        queue.consumers().stream()
            .map(c -> new ConsumerView(c.name(), c.pending(), c.idle().toSeconds()))
            .toList());
  }

  private static ChannelView view(DeliveryBoard.OnChannel on) {
    Watch.OnChannel seen = on.seen();
    return new ChannelView(
        seen.name(), seen.state(), seen.oldestDue().toSeconds(), seen.unclaimed(), on.blocks());
  }
}
