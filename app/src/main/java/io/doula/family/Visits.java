package io.doula.family;

import io.doula.core.Times;
import io.doula.schedule.Plan;
import io.doula.schedule.Plans;
import io.doula.schedule.ReminderRule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
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
          changed.add(visit.parameters());
        }
      }
      looks.add(
          new MapSqlParameterSource("id", household.motherId())
              .addValue("at", startOf(derived.nextChange(), household)));
    }
    retire(retired);
    write(
        changed,
        stored.values().stream().filter(StoredVisit::stands).map(StoredVisit::id).toList(),
        looks);
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
