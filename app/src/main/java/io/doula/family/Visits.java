package io.doula.family;

import io.doula.core.Columns;
import io.doula.schedule.Plan;
import io.doula.schedule.Plans;
import io.doula.schedule.ReminderRule;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps the stored visits true to the facts: derives them from scratch and writes only what
 * differs, so that deriving twice changes nothing. A visit that no longer follows is kept as
 * cancelled.
 */
@Component
class Visits {
  private final JdbcClient jdbc;
  private final Plans plans;

  Visits(JdbcClient jdbc, Plans plans) {
    this.jdbc = jdbc;
    this.plans = plans;
  }

  /** Follows a change in the transaction that records it, before reminders are planned. */
  @EventListener
  @Order(1)
  @Transactional(propagation = Propagation.MANDATORY)
  public void follow(FamilyChanged change) {
    derive(change.motherIds(), change.now());
  }

  private void derive(Set<Long> motherIds, Instant now) {
    Map<StoredVisit.Key, StoredVisit> stored = new HashMap<>();
    StoredVisit.load(jdbc, motherIds).forEach(visit -> stored.put(visit.key(), visit));
    List<StoredVisit> changed = new ArrayList<>();
    List<NextLook> looks = new ArrayList<>();
    List<Long> retired = new ArrayList<>();
    for (Household household : Household.load(jdbc, motherIds)) {
      LocalDate today = now.atZone(household.zone()).toLocalDate();
      Plan plan = plans.plan(household.plan());
      DerivedVisits derived = DerivedVisits.of(household, plan, today);
      List<StoredVisit> wanted =
          derived.visits.stream()
              .map(visit -> StoredVisit.of(household.motherId(), visit, plan))
              .toList();
      retired.addAll(gaveWay(wanted, stored, today.minusDays(firstReminder(plan))));
      for (StoredVisit visit : wanted) {
        if (!visit.equals(stored.remove(visit.key()))) {
          changed.add(visit);
        }
      }
      looks.add(NextLook.of(household, derived.nextChange()));
    }
    retire(retired);
    StoredVisit.write(jdbc, changed);
    cancel(stored.values().stream().filter(StoredVisit::stands).map(StoredVisit::id).toList());
    write(looks);
  }

  /**
   * When what is derived for a mother could change with no new fact.
   *
   * @param at an instant, or {@code infinity}
   */
  private record NextLook(long motherId, String at) {
    static NextLook of(Household household, @Nullable LocalDate day) {
      return new NextLook(
          household.motherId(),
          day == null ? "infinity" : day.atStartOfDay(household.zone()).toInstant().toString());
    }
  }

  /**
   * Contacts are numbered as she comes. A woman who missed the first and comes on the day of the
   * second has had one: her next is again number two, but another contact than the one she was told
   * of. That one keeps what was said of it and stands as cancelled, the new one is announced like
   * any other. A contact that moves because the pregnancy was dated anew stays the same.
   */
  private static List<Long> gaveWay(
      List<StoredVisit> wanted,
      Map<StoredVisit.Key, StoredVisit> stored,
      LocalDate announcedUntil) {
    Set<Long> cameAgain =
        wanted.stream()
            .filter(StoredVisit::isContactDone)
            .filter(visit -> isNewlyDone(stored.get(visit.key())))
            .map(visit -> visit.key().pregnancyId())
            .collect(Collectors.toSet());
    return wanted.stream()
        .filter(visit -> cameAgain.contains(visit.key().pregnancyId()))
        .flatMap(
            visit ->
                Stream.ofNullable(stored.get(visit.key()))
                    .filter(old -> old.gaveWayTo(visit, announcedUntil)))
        .map(StoredVisit::id)
        .toList();
  }

  private static boolean isNewlyDone(@Nullable StoredVisit before) {
    return before == null || !before.isContactDone();
  }

  /** How many days from the due date to the first reminder; negative when it goes before. */
  private static int firstReminder(Plan plan) {
    return plan.reminders().stream().mapToInt(ReminderRule::days).min().orElse(0);
  }

  private void retire(List<Long> ids) {
    if (!ids.isEmpty()) {
      jdbc.sql("update visit set cancelled = true, code = code || '/' || id where id = any(:ids)")
          .param("ids", ids.toArray(Long[]::new))
          .update();
    }
  }

  private void cancel(List<Long> gone) {
    if (!gone.isEmpty()) {
      jdbc.sql("update visit set cancelled = true where id = any(:ids)")
          .param("ids", gone.toArray(Long[]::new))
          .update();
    }
  }

  private void write(List<NextLook> looks) {
    jdbc.sql(
            """
            update mother m
            set replan_at = look.at
            from unnest(:ids::bigint[], :ats::timestamptz[]) as look (id, at)
            where m.id = look.id and m.replan_at is distinct from look.at
            """)
        .param("ids", Columns.of(looks, NextLook::motherId))
        .param("ats", Columns.of(looks, NextLook::at))
        .update();
  }
}
