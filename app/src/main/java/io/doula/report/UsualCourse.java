package io.doula.report;

import io.doula.schedule.Plan;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The doses of a plan's usual course, and their days for children of each birthday: months differ,
 * so an age in days does.
 */
final class UsualCourse {
  private final List<UsualDose> lines;
  private final Map<LocalDate, List<UsualDose>> byBirth = new HashMap<>();
  private final LocalDate first;

  /**
   * @param births the birthdays asked for
   * @param today only where nobody was born, to know the doses
   */
  UsualCourse(Plan plan, Collection<LocalDate> births, LocalDate today) {
    births.forEach(birth -> byBirth.put(birth, UsualDose.of(plan, birth)));
    this.first = births.isEmpty() ? today : Collections.min(births);
    this.lines = UsualDose.of(plan, first);
  }

  /** For every birthday of a living child at these clinics. */
  static UsualCourse of(JdbcClient jdbc, Plan plan, CountedClinics clinics, Instant now) {
    List<LocalDate> births =
        jdbc.sql(
                """
                select distinct b.birth_date
                from baby b
                where b.died_on is null and b.clinic_id = any(:clinics)
                """)
            .param("clinics", clinics.idArray())
            .query(LocalDate.class)
            .list();
    return new UsualCourse(plan, births, clinics.latestToday(now));
  }

  /** The birthdays at which a dose is as asked, and what that dose is for them. */
  Map<LocalDate, UsualDose> births(String code, Predicate<UsualDose> asked) {
    Map<LocalDate, UsualDose> births = new HashMap<>();
    byBirth.forEach(
        (birth, doses) ->
            doses.stream()
                .filter(dose -> dose.code().equals(code) && asked.test(dose))
                .forEach(dose -> births.put(birth, dose)));
    return births;
  }

  /** The dose of this code; its days are those of the first birthday. */
  Optional<UsualDose> line(String code) {
    return lines.stream().filter(line -> line.code().equals(code)).findFirst();
  }

  /** Each dose once; of their days only those of the first birthday. */
  List<UsualDose> lines() {
    return lines;
  }

  List<String> codes() {
    return lines.stream().map(UsualDose::code).toList();
  }

  /** The doses of children born on a day; empty for a birthday that was not asked for. */
  List<UsualDose> ofBornOn(LocalDate birth) {
    return byBirth.getOrDefault(birth, List.of());
  }

  /** The first of the birthdays. */
  LocalDate firstBirth() {
    return first;
  }

  /**
   * The age in days until which each dose is on time, birthday by birthday from the first, {@link
   * #codes()} by code; -1 where there is none.
   */
  Integer[] lastAges() {
    int days = byBirth.keySet().stream().mapToInt(this::day).max().orElse(-1) + 1;
    Integer[] ages = new Integer[days * lines.size()];
    Arrays.fill(ages, -1);
    List<String> codes = codes();
    byBirth.forEach(
        (birth, doses) ->
            doses.forEach(
                dose -> {
                  int place = codes.indexOf(dose.code());
                  if (place >= 0) {
                    ages[day(birth) * codes.size() + place] = dose.lastAge(birth);
                  }
                }));
    return ages;
  }

  private int day(LocalDate birth) {
    return Math.toIntExact(ChronoUnit.DAYS.between(first, birth));
  }
}
