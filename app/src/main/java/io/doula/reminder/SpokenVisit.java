package io.doula.reminder;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A visit as the last question sees it, with what could make the message wrong by now.
 *
 * @param kind ANTENATAL, POSTNATAL or VACCINATION
 * @param babyName null for the mother's own visits and for a baby without a name
 * @param open not done, not cancelled, still to be messaged, and the baby living or the pregnancy
 *     as it should be
 */
record SpokenVisit(
    long reminderId,
    long id,
    @Nullable Long babyId,
    @Nullable String babyName,
    String kind,
    List<String> vaccines,
    LocalDate due,
    boolean open) {

  static Map<Long, List<SpokenVisit>> of(JdbcClient jdbc, Collection<Long> reminderIds) {
    return jdbc
        .sql(
            """
            select rv.reminder_id, v.id, v.baby_id, b.name as baby_name, v.kind, v.vaccines, v.due,
                   v.done_on is null and not v.cancelled and not v.provisional and not v.needs_review
                     and v.messaged and b.died_on is null
                     and (v.kind <> 'ANTENATAL' or p.outcome is null)
                     and coalesce(p.outcome, 'LIVE_BIRTH') = 'LIVE_BIRTH' as open
            from reminder_visit rv
            join visit v on v.id = rv.visit_id
            left join baby b on b.id = v.baby_id
            left join pregnancy p on p.id = v.pregnancy_id
            where rv.reminder_id = any(:ids)
            order by v.baby_id nulls first, v.id
            """)
        .param("ids", reminderIds.toArray(Long[]::new))
        .query(
            (row, n) ->
                new SpokenVisit(
                    row.getLong("reminder_id"),
                    row.getLong("id"),
                    row.getObject("baby_id", Long.class),
                    row.getString("baby_name"),
                    row.getString("kind"),
                    List.of((String[]) row.getArray("vaccines").getArray()),
                    row.getObject("due", LocalDate.class),
                    row.getBoolean("open")))
        .list()
        .stream()
        .collect(Collectors.groupingBy(SpokenVisit::reminderId));
  }
}
