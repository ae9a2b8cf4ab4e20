package io.doula.family;

import io.doula.core.Erased;
import io.doula.core.Forbidden;
import io.doula.core.NotFound;
import io.doula.core.Times;
import io.doula.core.Trail;
import io.doula.core.Viewer;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Erases people. What stays is a number: on the trail, and as the one to whom messages went
 * (docs/privacy.md).
 */
@Service
public class Erasure {
  /** Those whom nothing refers to first. */
  private static final List<String> HERS =
      List.of(
          "delete from visit where mother_id = any(:mothers)",
          """
          delete from contact
          where pregnancy_id in (select id from pregnancy where mother_id = any(:mothers))
            or baby_id in (select id from baby where mother_id = any(:mothers))
          """,
          """
          delete from dose where baby_id in (select id from baby where mother_id = any(:mothers))
          """,
          "delete from baby where mother_id = any(:mothers)",
          "delete from merged where mother_id = any(:mothers)",
          "delete from two_people where mother_id = any(:mothers) or other_id = any(:mothers)",
          "delete from pregnancy where mother_id = any(:mothers)");

  private final JdbcClient jdbc;
  private final Locks locks;
  private final MotherTable table;
  private final Families families;
  private final ErasedMarks marks;
  private final KnownBefore knownBefore;
  private final Trail trail;
  private final ApplicationEventPublisher events;

  Erasure(
      JdbcClient jdbc,
      Locks locks,
      MotherTable table,
      Families families,
      ErasedMarks marks,
      KnownBefore knownBefore,
      Trail trail,
      ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.locks = locks;
    this.table = table;
    this.families = families;
    this.marks = marks;
    this.knownBefore = knownBefore;
    this.trail = trail;
    this.events = events;
  }

  /**
   * Erases a mother with her pregnancies and babies, and stops all that was to be sent. It can't be
   * undone.
   *
   * @throws Forbidden unless the viewer is an ADMIN
   * @throws NotFound when there is none
   */
  @Transactional
  public void erase(long id, Viewer viewer, Instant now) {
    if (!viewer.seesAll()) {
      throw new Forbidden("to erase a person is an ADMIN's decision: ask one, and opt her out now");
    }
    locks.mother(id, viewer, now);
    MotherRow row = table.find(id, viewer).orElseThrow(() -> new NotFound("mother"));
    erase(List.of(row), Trail.By.of(viewer), now);
    families.stoppedBefore(id);
  }

  /** The same for mothers whose rows are locked. */
  void erase(List<MotherRow> mothers, Trail.By by, Instant now) {
    List<Long> ids = mothers.stream().map(MotherRow::id).toList();
    mothers.forEach(marks::keep);
    knownBefore.of(ids).forEach(marks::keep);
    events.publishEvent(new Erased(new HashSet<>(ids), now));
    HERS.forEach(sql -> jdbc.sql(sql).param("mothers", ids.toArray(Long[]::new)).update());
    jdbc.sql(
            """
            update mother
            set erased_at = :now, full_name = '', phone = '', email = null, language = null,
              time_zone = null, channels = '{}', consent = false, consent_at = null,
              opted_out_at = :now, died_on = null, external_id = null, caregiver_name = null,
              caregiver_phone = null, caregiver_language = null, registered_at = :now,
              replan_at = 'infinity', version = version + 1
            where id = any(:mothers)
            """)
        .param("mothers", ids.toArray(Long[]::new))
        .param("now", Times.utc(now))
        .update();
    ids.forEach(id -> trail.enter(Trail.Deed.ERASED, by, Trail.About.mother(id), now));
  }
}
