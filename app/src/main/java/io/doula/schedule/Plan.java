package io.doula.schedule;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A schedule as data: one version of what one country, or WHO, recommends. */
public final class Plan {

  /**
   * What a baby follows without anybody choosing.
   *
   * @param series alternatives: the first that is not too late is followed
   * @param primaryGivenAs the combination in which primary doses are given
   * @param covers series that this combination brings along
   */
  record Routine(List<Series> series, @Nullable String primaryGivenAs, List<Series> covers) {}

  /** Everything that is no schedule: what the plan is and where it comes from. */
  record About(
      String code,
      String title,
      String version,
      String changeNote,
      List<String> sources,
      int graceDays,
      int overdueDays) {}

  private final About about;
  private final List<ReminderRule> reminders;
  private final AntenatalRules antenatal;
  private final PostnatalRules postnatal;
  private final Map<String, Series> series;
  private final List<Routine> routine;
  private final Vaccines vaccines;
  private final String text;

  Plan(
      About about,
      List<ReminderRule> reminders,
      AntenatalRules antenatal,
      PostnatalRules postnatal,
      Map<String, Series> series,
      List<Routine> routine,
      Vaccines vaccines,
      String text) {
    this.about = about;
    this.reminders = reminders;
    this.antenatal = antenatal;
    this.postnatal = postnatal;
    this.series = series;
    this.routine = routine;
    this.vaccines = vaccines;
    this.text = text;
  }

  public String code() {
    return about.code();
  }

  public String title() {
    return about.title();
  }

  public String version() {
    return about.version();
  }

  /** What changed in this version. */
  public String changeNote() {
    return about.changeNote();
  }

  public List<String> sources() {
    return about.sources();
  }

  /** When reminders go out, in the order of their days. */
  public List<ReminderRule> reminders() {
    return reminders;
  }

  /** The codes of every series that may be asked for, in the plan's order. */
  public List<String> seriesCodes() {
    return List.copyOf(series.keySet());
  }

  /** The codes that doses are recorded under. */
  public Vaccines vaccines() {
    return vaccines;
  }

  /** The plan file itself: JSON, for {@code GET /api/plans/{code}}. */
  public String text() {
    return text;
  }

  int graceDays() {
    return about.graceDays();
  }

  /** Days from due to overdue, where nothing else is published. */
  int overdueDays() {
    return about.overdueDays();
  }

  AntenatalRules antenatal() {
    return antenatal;
  }

  PostnatalRules postnatal() {
    return postnatal;
  }

  @Nullable Series series(String code) {
    return series.get(code);
  }

  List<Routine> routine() {
    return routine;
  }

  /** For a sentence: where a date comes from. */
  String named() {
    return "Plan " + code() + ", version " + version() + ".";
  }

  /** The series of the routine, alternatives and covered ones included. */
  Stream<Series> routineSeries() {
    return routine.stream()
        .flatMap(entry -> Stream.concat(entry.series().stream(), entry.covers().stream()));
  }
}
