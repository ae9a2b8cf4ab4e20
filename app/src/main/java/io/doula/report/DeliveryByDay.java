package io.doula.report;

import io.doula.core.Invalid;
import io.doula.core.Times;
import io.doula.core.Viewer;
import io.doula.reminder.State;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What became of the reminders of each day on each channel. It counts reminders, not attempts: one
 * that WhatsApp refused and SMS took stands under SMS alone.
 */
@Component
public class DeliveryByDay {
  /**
   * How far the instant at which a reminder falls due may lie from its local day in UTC: the zones'
   * 14 hours, and quiet hours that put it off for less than a day.
   */
  private static final int MARGIN_DAYS = 2;

  private static final String COUNTS =
      """
      select r.day, nullif(r.channel, '') as channel, r.state, count(*) as reminders
      from reminder r
      where r.due_at >= :earliest and r.due_at <= :latest
        and (cast(:fromDay as date) is null or r.day >= :fromDay)
        and (cast(:toDay as date) is null or r.day <= :toDay)
        and HERS
      group by r.day, r.channel, r.state
      order by r.day, r.channel
      """;

  private static final String HERS = "r.clinic_id = any(:clinics)";

  private final JdbcClient jdbc;

  DeliveryByDay(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  private record Line(LocalDate day, @Nullable String channel) {}

  /**
   * Counts the reminders of a viewer's clinics.
   *
   * @param clinic only this clinic's; null: all the viewer works in
   * @param period an end that is missing is today, the clinics' latest, or 29 days before the end
   * @throws Invalid when clinic is no id, or the period is none or too long
   * @throws io.doula.core.NotFound when the viewer works in no such clinic
   */
  @Transactional(readOnly = true)
  public DeliveryReport read(Viewer viewer, @Nullable String clinic, Period period, Instant now) {
    CountedClinics clinics = CountedClinics.of(jdbc, viewer, clinic, now);
    Period whole = period.filled(clinics.latestToday(now));
    boolean all = viewer.seesAll() && clinic == null;
    JdbcClient.StatementSpec counts =
        jdbc.sql(COUNTS.replace("HERS", all ? "true" : HERS))
            .param("earliest", earliest(whole.from()))
            .param("latest", latest(whole.to()))
            .param("fromDay", whole.from().day())
            .param("toDay", whole.to().day());
    return new DeliveryReport(
        whole.from().toString(),
        whole.to().toString(),
        clinics.ids(),
        days(all ? counts : counts.param("clinics", clinics.idArray())),
        null);
  }

  /**
   * The same for so many days.
   *
   * @param to the last of them; null: today
   */
  @Transactional(readOnly = true)
  public DeliveryReport latest(
      Viewer viewer, @Nullable String clinic, @Nullable LocalDate to, int days, Instant now) {
    LocalDate last =
        to == null ? CountedClinics.of(jdbc, viewer, clinic, now).latestToday(now) : to;
    return read(
        viewer,
        clinic,
        new Period(new Period.End(last.minusDays(days - 1L), null), new Period.End(last, null)),
        now);
  }

  private static OffsetDateTime earliest(Period.End from) {
    return from.instant() != null
        ? Times.utc(from.instant())
        : from.date().minusDays(MARGIN_DAYS).atTime(LocalTime.MIN).atOffset(ZoneOffset.UTC);
  }

  private static OffsetDateTime latest(Period.End to) {
    return to.instant() != null
        ? Times.utc(to.instant())
        : to.date().plusDays(MARGIN_DAYS + 1).atTime(LocalTime.MIN).atOffset(ZoneOffset.UTC);
  }

  private static List<DeliveredDay> days(JdbcClient.StatementSpec counts) {
    Map<Line, Map<State, Long>> lines = new LinkedHashMap<>();
    counts.query(
        row -> {
          Line line = new Line(row.getObject("day", LocalDate.class), row.getString("channel"));
          lines
              .computeIfAbsent(line, l -> new EnumMap<>(State.class))
              .put(State.valueOf(row.getString("state")), row.getLong("reminders"));
        });
    return lines.entrySet().stream().map(e -> day(e.getKey(), e.getValue())).toList();
  }

  private static DeliveredDay day(Line line, Map<State, Long> states) {
    return new DeliveredDay(
        line.day(),
        line.channel(),
        sum(states, State.values()),
        sum(states, State.PLANNED, State.QUEUED, State.SENDING, State.RETRY),
        sum(states, State.ACCEPTED, State.SENT, State.DELIVERED, State.READ),
        sum(states, State.SENT, State.DELIVERED, State.READ),
        sum(states, State.DELIVERED, State.READ),
        sum(states, State.READ),
        sum(states, State.FAILED),
        sum(states, State.UNKNOWN),
        sum(states, State.SUPPRESSED),
        sum(states, State.CANCELLED),
        sum(states, State.EXPIRED));
  }

  private static long sum(Map<State, Long> states, State... which) {
    return Arrays.stream(which).mapToLong(state -> states.getOrDefault(state, 0L)).sum();
  }
}
