package io.doula.reminder;

import io.doula.family.FamilyChanged;
import io.doula.reminder.PlannedRow.Linked;
import io.doula.reminder.PlannedRow.OpenVisit;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Plans reminders from visits, any number of times to the same effect. */
@Component
class Planning {
  private final JdbcClient jdbc;
  private final Occasions occasions;
  private final DraftWriter writer;

  Planning(JdbcClient jdbc, Occasions occasions, DraftWriter writer) {
    this.jdbc = jdbc;
    this.occasions = occasions;
    this.writer = writer;
  }

  /**
   * Follows a change in a family in the transaction that records it, after its visits were derived.
   */
  @EventListener
  @Order(2)
  @Transactional(propagation = Propagation.MANDATORY)
  public void follow(FamilyChanged change) {
    writer.write(drafts(change.motherIds(), change.now()), change.now());
  }

  private List<Draft> drafts(Collection<Long> motherIds, Instant now) {
    List<PlannedRow> locked = PlannedRow.lock(jdbc, motherIds);
    Map<Long, List<PlannedRow>> rows = grouped(locked, PlannedRow::motherId);
    Map<Long, List<Linked>> linked = grouped(Linked.load(jdbc, motherIds), Linked::motherId);
    Map<Long, List<OpenVisit>> visits =
        grouped(OpenVisit.load(jdbc, motherIds), OpenVisit::motherId);
    return Person.load(jdbc, motherIds).values().stream()
        .map(
            person ->
                Draft.of(
                    person,
                    now,
                    occasions.of(person.plan()),
                    visits.getOrDefault(person.id(), List.of()),
                    rows.getOrDefault(person.id(), List.of()),
                    linked.getOrDefault(person.id(), List.of())))
        .toList();
  }

  private static <T> Map<Long, List<T>> grouped(List<T> things, Function<T, Long> key) {
    return things.stream().collect(Collectors.groupingBy(key));
  }
}
