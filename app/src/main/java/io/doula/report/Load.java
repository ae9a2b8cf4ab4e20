package io.doula.report;

import io.doula.core.Ids;
import io.doula.core.Invalid;
import io.doula.core.Viewer;
import io.doula.report.CountedClinics.One;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the coming days bring to each clinic: the mothers who should come, for what, and the
 * messages that go out. Days are the clinic's own for visits and the mother's own for messages. A
 * visit counts on the day on which it falls due. What is done, cancelled, too late, for a person to
 * decide first, or hangs on an earlier dose that is not recorded yet is nobody's load so far.
 */
@Component
public class Load {
  private static final int USUAL_DAYS = 28;

  /** How far the instant at which a reminder falls due may lie from its local day in UTC. */
  private static final int MARGIN_DAYS = 2;

  private static final String WINDOWS =
      """
      join unnest(:clinics, cast(:todays as date[]), cast(:firsts as date[]), cast(:lasts as date[]))
        as w (clinic, today, first, last) on w.clinic = %s.clinic_id
      """;

  private static final String VISITS =
      """
      select v.clinic_id, v.due as day, count(*) as visits,
        count(distinct v.mother_id) as mothers
      from visit v
      %s
      where v.due between :from and :to and v.due between w.first and w.last
        and v.done_on is null and not v.cancelled and not v.provisional and not v.needs_review
        and (v.latest is null or v.latest >= greatest(w.today, v.due))
      group by v.clinic_id, v.due
      """
          .formatted(WINDOWS.formatted("v"));

  /** The instants are instants: for a date in their stead no index answers. */
  private static final String MESSAGES =
      """
      select r.clinic_id, r.day, count(*) as messages
      from reminder r
      %s
      where r.due_at between :earliest and :latest
        and r.day between w.first and w.last
        and r.state in ('PLANNED', 'QUEUED', 'SENDING', 'RETRY')
      group by r.clinic_id, r.day
      """
          .formatted(WINDOWS.formatted("r"));

  private final JdbcClient jdbc;

  Load(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  private record Place(long clinic, LocalDate day) {}

  /** The days of one clinic. */
  private record Window(One clinic, LocalDate first, LocalDate last) {

    static Window of(One clinic, @Nullable LocalDate from, @Nullable LocalDate to) {
      LocalDate first = from == null ? clinic.today() : from;
      return new Window(clinic, first, to == null ? first.plusDays(USUAL_DAYS - 1L) : to).checked();
    }

    private Window checked() {
      if (last.isBefore(first)) {
        throw new Invalid("to", "must not lie before " + first + ", the first day");
      }
      if (ChronoUnit.DAYS.between(first, last) >= Period.LONGEST) {
        throw new Invalid(
            "to", "makes more than %d days from %s on".formatted(Period.LONGEST, first));
      }
      return this;
    }
  }

  private static final class Count {
    private long mothers;
    private long visits;
    private long messages;
  }

  /**
   * Counts what falls due in a viewer's clinics.
   *
   * @param clinic only this clinic; null: all the viewer works in
   * @param from the first day; null: each clinic's today
   * @param to the last day; null: four weeks in all
   * @throws Invalid when clinic is no id, or the period ends before it begins or is longer than
   *     {@link Period#LONGEST} days
   * @throws io.doula.core.NotFound when the viewer works in no such clinic
   */
  @Transactional(readOnly = true)
  public LoadReport read(
      Viewer viewer,
      @Nullable String clinic,
      @Nullable LocalDate from,
      @Nullable LocalDate to,
      Instant now) {
    CountedClinics clinics = CountedClinics.of(jdbc, viewer, clinic, now);
    List<Window> windows = clinics.clinics().stream().map(one -> Window.of(one, from, to)).toList();
    Window none = Window.of(new One(0, "", "", clinics.latestToday(now)), from, to);
    LocalDate first = end(windows, Window::first, Comparator.naturalOrder(), none);
    LocalDate last = end(windows, Window::last, Comparator.reverseOrder(), none);
    return new LoadReport(first, last, clinics.ids(), days(windows, first, last), null);
  }

  private static LocalDate end(
      List<Window> windows,
      Function<Window, LocalDate> which,
      Comparator<LocalDate> order,
      Window otherwise) {
    return windows.stream().map(which).min(order).orElseGet(() -> which.apply(otherwise));
  }

  private List<LoadedDay> days(List<Window> windows, LocalDate first, LocalDate last) {
    Map<Place, Count> counts = new HashMap<>();
    asked(VISITS, windows, first, last)
        .query(
            row -> {
              Count count = count(counts, row.getLong("clinic_id"), row.getString("day"));
              count.mothers = row.getLong("mothers");
              count.visits = row.getLong("visits");
            });
    asked(MESSAGES, windows, first, last)
        .param("earliest", utc(first.minusDays(MARGIN_DAYS)))
        .param("latest", utc(last.plusDays(MARGIN_DAYS + 1L)))
        .query(
            row -> {
              count(counts, row.getLong("clinic_id"), row.getString("day")).messages =
                  row.getLong("messages");
            });
    Map<Long, String> names = new HashMap<>();
    windows.forEach(window -> names.put(window.clinic().id(), window.clinic().name()));
    return counts.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<Place, Count> entry) -> entry.getKey().clinic())
                .thenComparing(entry -> entry.getKey().day()))
        .map(
            entry ->
                new LoadedDay(
                    Ids.text(entry.getKey().clinic()),
                    names.getOrDefault(entry.getKey().clinic(), ""),
                    entry.getKey().day(),
                    entry.getValue().mothers,
                    entry.getValue().visits,
                    entry.getValue().messages))
        .toList();
  }

  private static OffsetDateTime utc(LocalDate day) {
    return day.atTime(LocalTime.MIN).atOffset(ZoneOffset.UTC);
  }

  private static Count count(Map<Place, Count> counts, long clinic, String day) {
    return counts.computeIfAbsent(new Place(clinic, LocalDate.parse(day)), place -> new Count());
  }

  private JdbcClient.StatementSpec asked(
      String sql, List<Window> windows, LocalDate first, LocalDate last) {
    return jdbc.sql(sql)
        .param("clinics", windows.stream().map(w -> w.clinic().id()).toArray(Long[]::new))
        .param("todays", dates(windows, w -> w.clinic().today()))
        .param("firsts", dates(windows, Window::first))
        .param("lasts", dates(windows, Window::last))
        .param("from", first)
        .param("to", last);
  }

  private static String[] dates(List<Window> windows, Function<Window, LocalDate> which) {
    return windows.stream().map(window -> which.apply(window).toString()).toArray(String[]::new);
  }
}
