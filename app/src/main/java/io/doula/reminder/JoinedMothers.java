package io.doula.reminder;

import io.doula.core.Columns;
import io.doula.family.JoinedMessages;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Reminders of two mothers who are one, or were taken for one. */
@Component
class JoinedMothers implements JoinedMessages {
  private static final String WAITING = "('PLANNED', 'QUEUED', 'RETRY')";
  private static final String NEVER_LEFT = "('SUPPRESSED', 'CANCELLED', 'EXPIRED')";

  /** Of a reminder r: the message left, or may have. */
  private static final String LEFT =
      "r.state not in " + WAITING + " and r.state not in " + NEVER_LEFT;

  private static final String PAIRS =
      "(select * from unnest(:gone::bigint[], :stays::bigint[]) as t (gone, stays)) as pair";

  private final JdbcClient jdbc;

  JoinedMothers(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public Moved join(long from, long into, Collection<Long> gone, Map<Long, Long> same) {
    List<Long> reminders = lock(from, into);
    List<Spoken> spoken = speakFor(gone, same);
    jdbc.sql("delete from reminder_visit where visit_id = any(:gone)")
        .param("gone", gone.toArray(Long[]::new))
        .update();
    goTogether(from, into);
    List<Long> inPlace =
        jdbc.sql("select id from reminder where mother_id = :from and apart is null order by id")
            .param("from", from)
            .query(Long.class)
            .list();
    // what waits takes her place in the day where that is free
    jdbc.sql(
            """
            update reminder r
            set mother_id = :into,
                apart = case
                  when r.apart is null and r.state in %s and not exists (
                    select from reminder k
                    where k.mother_id = :into and k.day = r.day and k.kind = r.kind
                      and k.apart is null)
                  then null
                  else r.id end
            where r.mother_id = :from
            """
                .formatted(WAITING))
        .param("from", from)
        .param("into", into)
        .update();
    return new Moved(reminders, inPlace, spoken);
  }

  private List<Long> lock(long from, long into) {
    return jdbc
        .sql(
            """
            select id, mother_id from reminder where mother_id in (:from, :into)
            order by id for update
            """)
        .param("from", from)
        .param("into", into)
        .query((row, n) -> new long[] {row.getLong("id"), row.getLong("mother_id")})
        .list()
        .stream()
        .filter(row -> row[1] == from)
        .map(row -> row[0])
        .toList();
  }

  /** What was said of a visit that goes was said of the one that stays, unless that was, too. */
  private List<Spoken> speakFor(Collection<Long> gone, Map<Long, Long> same) {
    jdbc.sql(
            """
            delete from reminder_visit l
            using %s, reminder_visit s, reminder r, reminder w
            where l.visit_id = pair.stays and s.visit_id = pair.gone and s.kind = l.kind
              and r.id = s.reminder_id and %s
              and w.id = l.reminder_id and (w.state in %s or w.state in %s)
            """
                .formatted(PAIRS, LEFT, WAITING, NEVER_LEFT))
        .param("gone", same.keySet().toArray(Long[]::new))
        .param("stays", same.values().toArray(Long[]::new))
        .update();
    List<Spoken> spoken =
        jdbc.sql(
                """
                select s.reminder_id, s.visit_id, s.kind,
                  case when not exists (
                      select from reminder_visit l
                      where l.visit_id = pair.stays and l.kind = s.kind)
                    then pair.stays end as "to"
                from reminder_visit s
                join reminder r on r.id = s.reminder_id
                left join %s on pair.gone = s.visit_id
                where s.visit_id = any(:all) and %s
                """
                    .formatted(PAIRS, LEFT))
            .param("all", gone.toArray(Long[]::new))
            .param("gone", same.keySet().toArray(Long[]::new))
            .param("stays", same.values().toArray(Long[]::new))
            .query(
                (row, n) ->
                    new Spoken(
                        row.getLong("reminder_id"),
                        row.getLong("visit_id"),
                        Objects.requireNonNull(row.getString("kind")),
                        row.getObject("to", Long.class)))
            .list();
    speak(spoken.stream().filter(one -> one.to() != null).toList(), true);
    return spoken;
  }

  private void speak(List<Spoken> spoken, boolean forTheOneThatStays) {
    jdbc.sql(
            """
            update reminder_visit l set visit_id = s.stands
            from unnest(:reminders::bigint[], :before::bigint[], :stands::bigint[], :kinds::text[])
              as s (reminder_id, before, stands, kind)
            where l.reminder_id = s.reminder_id and l.visit_id = s.before and l.kind = s.kind
            """)
        .param("reminders", Columns.of(spoken, Spoken::reminderId))
        .param("before", Columns.of(spoken, forTheOneThatStays ? Spoken::visitId : Spoken::to))
        .param("stands", Columns.of(spoken, forTheOneThatStays ? Spoken::to : Spoken::visitId))
        .param("kinds", Columns.of(spoken, Spoken::kind))
        .update();
  }

  /** Messages of one day and kind that wait are one message. */
  private void goTogether(long from, long into) {
    String together =
        """
        from reminder r
        join reminder k on k.mother_id = :into and k.day = r.day and k.kind = r.kind
          and k.apart is null and k.cancelled_by is null and (k.state in %s or k.state = 'CANCELLED')
        where r.mother_id = :from and r.apart is null and r.state in %s
        """
            .formatted(WAITING, WAITING);
    jdbc.sql(
            "update reminder_visit l set reminder_id = t.to_id from (select r.id, k.id as to_id "
                + together
                + ") t where l.reminder_id = t.id")
        .param("from", from)
        .param("into", into)
        .update();
    jdbc.sql(
            """
            update reminder set state = 'CANCELLED', ended_at = coalesce(ended_at, claim_at),
              why = 'she was registered twice: it goes with her other message of that day'
            where id in (select r.id %s)
            """
                .formatted(together))
        .param("from", from)
        .param("into", into)
        .update();
  }

  /** What speaks of visits of both by now stays where it is. */
  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void part(long from, long backTo, Moved moved) {
    lock(from, backTo);
    speak(moved.spoken().stream().filter(one -> one.to() != null).toList(), false);
    speakAgain(moved.spoken().stream().filter(one -> one.to() == null).toList());
    jdbc.sql(
            """
            update reminder r
            set mother_id = :backTo, apart = case when r.id = any(:inPlace) then null else r.id end
            where r.id = any(:reminders) and r.mother_id = :from and not exists (
              select from reminder_visit l
              join visit v on v.id = l.visit_id
              where l.reminder_id = r.id and v.mother_id <> :backTo)
            """)
        .param("backTo", backTo)
        .param("from", from)
        .param("inPlace", moved.inPlace().toArray(Long[]::new))
        .param("reminders", moved.reminders().toArray(Long[]::new))
        .update();
    jdbc.sql(
            """
            delete from reminder_visit l
            using reminder r, visit v
            where r.id = l.reminder_id and v.id = l.visit_id and r.mother_id <> v.mother_id
              and r.mother_id in (:from, :backTo) and r.state in %s
            """
                .formatted(WAITING))
        .param("from", from)
        .param("backTo", backTo)
        .update();
  }

  private void speakAgain(List<Spoken> spoken) {
    jdbc.sql(
            """
            insert into reminder_visit (reminder_id, visit_id, kind)
            select s.reminder_id, s.visit_id, s.kind
            from unnest(:reminders::bigint[], :visits::bigint[], :kinds::text[])
              as s (reminder_id, visit_id, kind)
            where s.reminder_id in (select id from reminder)
            on conflict do nothing
            """)
        .param("reminders", Columns.of(spoken, Spoken::reminderId))
        .param("visits", Columns.of(spoken, Spoken::visitId))
        .param("kinds", Columns.of(spoken, Spoken::kind))
        .update();
  }
}
