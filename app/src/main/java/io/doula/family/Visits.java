package io.doula.family;

import io.doula.core.Times;
import io.doula.family.DerivedVisits.Derived;
import io.doula.schedule.Plans;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
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
  private final NamedParameterJdbcTemplate batch;
  private final Plans plans;

  Visits(JdbcClient jdbc, NamedParameterJdbcTemplate batch, Plans plans) {
    this.jdbc = jdbc;
    this.batch = batch;
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
    List<MapSqlParameterSource> changed = new ArrayList<>();
    List<MapSqlParameterSource> looks = new ArrayList<>();
    for (Household household : Household.load(jdbc, motherIds)) {
      LocalDate today = now.atZone(household.zone()).toLocalDate();
      var plan = plans.plan(household.plan());
      DerivedVisits derived = DerivedVisits.of(household, plan, today);
      for (Derived visit : derived.visits) {
        StoredVisit wanted = StoredVisit.of(household.motherId(), visit, plan);
        if (!wanted.equals(stored.remove(wanted.key()))) {
          changed.add(wanted.parameters());
        }
      }
      looks.add(
          new MapSqlParameterSource("id", household.motherId())
              .addValue("at", startOf(derived.nextChange(), household)));
    }
    write(
        changed,
        stored.values().stream().filter(StoredVisit::stands).map(StoredVisit::id).toList(),
        looks);
  }

  private static OffsetDateTime startOf(@Nullable LocalDate day, Household household) {
    return day == null
        ? OffsetDateTime.MAX
        : Times.utc(day.atStartOfDay(household.zone()).toInstant());
  }

  private void write(
      List<MapSqlParameterSource> changed, List<Long> gone, List<MapSqlParameterSource> looks) {
    if (!changed.isEmpty()) {
      batch.batchUpdate(StoredVisit.WRITE, changed.toArray(MapSqlParameterSource[]::new));
    }
    if (!gone.isEmpty()) {
      jdbc.sql("update visit set cancelled = true where id = any(:ids)")
          .param("ids", gone.toArray(Long[]::new))
          .update();
    }
    batch.batchUpdate(
        "update mother set replan_at = :at where id = :id and replan_at is distinct from :at",
        looks.toArray(MapSqlParameterSource[]::new));
  }
}
