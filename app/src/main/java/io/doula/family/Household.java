package io.doula.family;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * All that her visits are derived from: a mother, her pregnancies and babies, the contacts they
 * came to and the doses they got.
 */
record Household(
    long motherId,
    ZoneId zone,
    String plan,
    @Nullable LocalDate motherDiedOn,
    List<Gestation> gestations,
    List<Child> children) {

  /**
   * A pregnancy, open or ended.
   *
   * @param lmp null when nobody dated it
   * @param registeredOn the local day on which it was registered
   * @param antenatal days on which she came
   * @param postnatal days on which she came after the birth
   */
  record Gestation(
      long id,
      @Nullable LocalDate lmp,
      @Nullable LocalDate edd,
      String datedBy,
      @Nullable LocalDate scanDate,
      int scanWeeks,
      int scanDays,
      @Nullable String outcome,
      @Nullable LocalDate endedOn,
      LocalDate registeredOn,
      List<LocalDate> antenatal,
      List<LocalDate> postnatal) {

    /** The day she was registered, or the first of the pregnancy where it was dated to be later. */
    LocalDate startOfPlan() {
      return lmp != null && lmp.isAfter(registeredOn) ? lmp : registeredOn;
    }
  }

  /**
   * A baby.
   *
   * @param contacts days on which he came for a postnatal contact
   */
  record Child(
      long id,
      @Nullable Long pregnancyId,
      LocalDate birthDate,
      @Nullable LocalTime birthTime,
      @Nullable Integer birthWeightGrams,
      @Nullable LocalDate diedOn,
      List<LocalDate> contacts,
      List<Given> doses) {}

  /** A dose that was given. */
  record Given(long babyId, String vaccine, LocalDate on, @Nullable String product) {}

  /** The last day for which a fact is recorded. */
  LocalDate lastDay() {
    Stream<LocalDate> hers =
        gestations.stream()
            .flatMap(
                g ->
                    Stream.concat(
                        Stream.of(g.lmp(), g.endedOn()).filter(Objects::nonNull),
                        Stream.concat(g.antenatal().stream(), g.postnatal().stream())));
    Stream<LocalDate> theirs =
        children.stream()
            .flatMap(
                c ->
                    Stream.concat(
                        Stream.concat(Stream.of(c.birthDate()), c.contacts().stream()),
                        c.doses().stream().map(Given::on)));
    return Stream.concat(hers, theirs).max(Comparator.naturalOrder()).orElse(LocalDate.MIN);
  }

  private record Attended(
      @Nullable Long pregnancyId, @Nullable Long babyId, String kind, LocalDate on) {
    static Attended read(ResultSet row, int n) throws SQLException {
      return new Attended(
          row.getObject("pregnancy_id", Long.class),
          row.getObject("baby_id", Long.class),
          row.getString("kind"),
          row.getObject("attended_on", LocalDate.class));
    }
  }

  private record Owned<T>(long motherId, T thing) {}

  /** Reads the households of these mothers with a handful of queries, however many they are. */
  static List<Household> load(JdbcClient jdbc, Collection<Long> motherIds) {
    Long[] ids = motherIds.toArray(Long[]::new);
    List<Attended> attended = attended(jdbc, ids);
    Map<Long, List<Gestation>> gestations = byMother(gestations(jdbc, ids, attended));
    Map<Long, List<Child>> children = byMother(children(jdbc, ids, attended));
    return jdbc.sql(
            """
            select m.id, m.died_on, c.plan, coalesce(m.time_zone, c.time_zone) as zone
            from mother m
            join clinic c on c.id = m.clinic_id
            where m.id = any(:ids)
            """)
        .param("ids", ids)
        .query(
            (row, n) -> {
              long id = row.getLong("id");
              return new Household(
                  id,
                  ZoneId.of(row.getString("zone")),
                  row.getString("plan"),
                  row.getObject("died_on", LocalDate.class),
                  gestations.getOrDefault(id, List.of()),
                  children.getOrDefault(id, List.of()));
            })
        .list();
  }

  private static <T> Map<Long, List<T>> byMother(List<Owned<T>> things) {
    return things.stream()
        .collect(
            Collectors.groupingBy(
                Owned::motherId, Collectors.mapping(Owned::thing, Collectors.toList())));
  }

  private static List<Attended> attended(JdbcClient jdbc, Long[] ids) {
    return jdbc.sql(
            """
            select c.pregnancy_id, c.baby_id, c.kind, c.attended_on
            from pregnancy p
            join contact c on c.pregnancy_id = p.id
            where p.mother_id = any(:ids)
            union all
            select c.pregnancy_id, c.baby_id, c.kind, c.attended_on
            from baby b
            join contact c on c.baby_id = b.id
            where b.mother_id = any(:ids)
            order by attended_on
            """)
        .param("ids", ids)
        .query(Attended::read)
        .list();
  }

  private static List<Owned<Gestation>> gestations(
      JdbcClient jdbc, Long[] ids, List<Attended> attended) {
    return jdbc.sql(
            """
            select p.id, p.mother_id, p.lmp, p.edd, p.dated_by, p.scan_date, p.scan_weeks, p.scan_days,
                   p.outcome, p.ended_on,
                   (p.registered_at at time zone coalesce(m.time_zone, c.time_zone))::date as registered_on
            from pregnancy p
            join mother m on m.id = p.mother_id
            join clinic c on c.id = m.clinic_id
            where p.mother_id = any(:ids)
            order by p.id
            """)
        .param("ids", ids)
        .query(
            (row, n) -> {
              Long id = row.getLong("id");
              return new Owned<>(
                  row.getLong("mother_id"),
                  new Gestation(
                      id,
                      row.getObject("lmp", LocalDate.class),
                      row.getObject("edd", LocalDate.class),
                      row.getString("dated_by"),
                      row.getObject("scan_date", LocalDate.class),
                      row.getInt("scan_weeks"),
                      row.getInt("scan_days"),
                      row.getString("outcome"),
                      row.getObject("ended_on", LocalDate.class),
                      Objects.requireNonNull(row.getObject("registered_on", LocalDate.class)),
                      days(
                          attended,
                          a -> id.equals(a.pregnancyId()) && a.kind().equals("ANTENATAL")),
                      days(
                          attended,
                          a -> id.equals(a.pregnancyId()) && a.kind().equals("POSTNATAL"))));
            })
        .list();
  }

  private static List<Owned<Child>> children(JdbcClient jdbc, Long[] ids, List<Attended> attended) {
    Map<Long, List<Given>> doses = doses(jdbc, ids);
    return jdbc.sql(
            """
            select id, mother_id, pregnancy_id, birth_date, birth_time, birth_weight_grams, died_on
            from baby
            where mother_id = any(:ids)
            order by id
            """)
        .param("ids", ids)
        .query(
            (row, n) -> {
              Long id = row.getLong("id");
              return new Owned<>(
                  row.getLong("mother_id"),
                  new Child(
                      id,
                      row.getObject("pregnancy_id", Long.class),
                      Objects.requireNonNull(row.getObject("birth_date", LocalDate.class)),
                      row.getObject("birth_time", LocalTime.class),
                      row.getObject("birth_weight_grams", Integer.class),
                      row.getObject("died_on", LocalDate.class),
                      days(attended, a -> id.equals(a.babyId())),
                      doses.getOrDefault(id, List.of())));
            })
        .list();
  }

  private static List<LocalDate> days(List<Attended> attended, Predicate<Attended> whose) {
    return attended.stream().filter(whose).map(Attended::on).toList();
  }

  private static Map<Long, List<Given>> doses(JdbcClient jdbc, Long[] ids) {
    return jdbc
        .sql(
            """
            select d.baby_id, d.vaccine, d.given_on as "on", d.product
            from dose d
            join baby b on b.id = d.baby_id
            where b.mother_id = any(:ids)
            order by d.given_on, d.id
            """)
        .param("ids", ids)
        .query(Given.class)
        .list()
        .stream()
        .collect(Collectors.groupingBy(Given::babyId));
  }
}
