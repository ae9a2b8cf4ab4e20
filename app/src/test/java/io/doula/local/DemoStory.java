package io.doula.local;

import io.doula.family.BabyForm;
import io.doula.family.DayForm;
import io.doula.family.Dose;
import io.doula.family.MotherForm;
import io.doula.family.Outcome;
import io.doula.family.OutcomeForm;
import io.doula.family.PregnancyForm;
import io.doula.family.Sex;
import java.time.LocalDate;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** One line of demo/people.csv, told as of a day: dates are counted back from it. */
public record DemoStory(CSVRecord line, LocalDate today) {
  /** What is usually given at a visit; the visits are named by the age at which they are due. */
  private static final Map<String, List<String>> GIVEN =
      Map.of(
          "birth", List.of("BCG", "HepB", "bOPV"),
          "6w", List.of("DTP+HepB+Hib", "bOPV", "PCV", "Rota"),
          "10w", List.of("DTP+HepB+Hib", "bOPV", "PCV", "Rota"),
          "14w", List.of("DTP+HepB+Hib", "bOPV", "IPV", "PCV", "Rota"),
          "9m", List.of("MCV"));

  private static final Map<String, Period> AGES =
      Map.of(
          "birth", Period.ZERO,
          "6w", Period.ofWeeks(6),
          "10w", Period.ofWeeks(10),
          "14w", Period.ofWeeks(14),
          "9m", Period.ofMonths(9));

  public String clinic() {
    return line.get("clinic");
  }

  public MotherForm mother(String clinicId) {
    return new MotherForm(
        clinicId,
        line.get("fullName"),
        line.get("phone"),
        null,
        orNull(line.get("language")),
        null,
        List.copyOf(list("channels")),
        line.get("consent").equals("yes"),
        null);
  }

  public boolean isOfAPregnancy() {
    return !line.get("pregnantDays").isEmpty();
  }

  public PregnancyForm pregnancy() {
    return new PregnancyForm(lmp(), null, null);
  }

  public Stream<DayForm> antenatalContacts() {
    return list("contacts").stream().map(day -> new DayForm(lmp().plusDays(Long.parseLong(day))));
  }

  public boolean isOfALoss() {
    return !line.get("loss").isEmpty();
  }

  public OutcomeForm loss() {
    String[] words = line.get("loss").split("@");
    return new OutcomeForm(
        Outcome.valueOf(words[0]), today.minusDays(Long.parseLong(words[1])), null);
  }

  public Stream<BabyForm> babies(String motherId) {
    List<String> names = list("babies");
    List<String> sexes = list("sexes");
    return IntStream.range(0, names.size())
        .mapToObj(
            i ->
                new BabyForm(
                    motherId, birthDate(), null, names.get(i), Sex.valueOf(sexes.get(i)), null));
  }

  public Stream<Dose.Form> doses() {
    return list("doses").stream().flatMap(this::dosesOf);
  }

  public boolean isOptedOut() {
    return line.get("optedOut").equals("yes");
  }

  /** {@code 6w+3}: what is given at six weeks, three days late. */
  private Stream<Dose.Form> dosesOf(String visit) {
    String[] words = visit.split("\\+");
    LocalDate on =
        birthDate()
            .plus(AGES.get(words[0]))
            .plusDays(words.length > 1 ? Long.parseLong(words[1]) : 0);
    return GIVEN.get(words[0]).stream().map(vaccine -> new Dose.Form(vaccine, on, null));
  }

  private LocalDate lmp() {
    return today.minusDays(Long.parseLong(line.get("pregnantDays")));
  }

  private LocalDate birthDate() {
    return today.minusDays(Long.parseLong(line.get("ageDays")));
  }

  private List<String> list(String column) {
    return Arrays.stream(line.get(column).split(";")).filter(item -> !item.isEmpty()).toList();
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
