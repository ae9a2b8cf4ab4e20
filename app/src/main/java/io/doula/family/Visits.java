package io.doula.family;

import io.doula.core.Columns;
import io.doula.family.DerivedVisits.Derived;
import io.doula.schedule.Plans;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    for (Household household : Household.load(jdbc, motherIds)) {
      LocalDate today = now.atZone(household.zone()).toLocalDate();
      var plan = plans.plan(household.plan());
      DerivedVisits derived = DerivedVisits.of(household, plan, today);
      for (Derived visit : derived.visits) {
        StoredVisit wanted = StoredVisit.of(household.motherId(), visit, plan);
        if (!wanted.equals(stored.remove(wanted.key()))) {
          changed.add(wanted);
        }
      }
      looks.add(NextLook.of(household, derived.nextChange()));
    }
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
