package io.doula.desk.people;

import io.doula.core.PhoneNumber;
import io.doula.family.Baby;
import io.doula.http.Say;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;

/**
 * How people and what is due to them are spoken of, on one day; in templates {@code words}.
 *
 * @param today the day from which ages are counted
 */
record Words(Say say, LocalDate today) {
  private static final int WEEKS_UNTIL = 14;
  private static final int MONTHS_UNTIL = 24;
  private static final int WEEK = 7;

  /** The words of the page that the model is for. */
  static Words of(Model model, LocalDate today) {
    return new Words((Say) Objects.requireNonNull(model.getAttribute("say")), today);
  }

  /** How old a child is: 5 days, 6 weeks, 9 months, 3 years. */
  public String age(LocalDate birth) {
    return age(birth, today);
  }

  /** How old a child was on a day. */
  public String age(LocalDate birth, LocalDate on) {
    int days = (int) Math.max(0, ChronoUnit.DAYS.between(birth, on));
    int months = (int) Period.between(birth, on).toTotalMonths();
    if (days < 2 * WEEK) {
      return say.count("people.age.days", days);
    }
    if (days < WEEKS_UNTIL * WEEK) {
      return say.count("people.age.weeks", days / WEEK);
    }
    return months < MONTHS_UNTIL
        ? say.count("people.age.months", months)
        : say.count("people.age.years", months / 12);
  }

  /** Completed weeks of gestation. */
  public int weeks(LocalDate lmp) {
    return (int) ChronoUnit.DAYS.between(lmp, today) / WEEK;
  }

  /** A baby's name, or what one says of a baby without. */
  public String babyNamed(@Nullable String name) {
    return name == null ? say.text("people.baby") : name;
  }

  public String baby(Baby baby) {
    return babyNamed(baby.name());
  }

  /** A visit's title in the page's language. */
  public String title(String title) {
    return say.sentence(title);
  }

  /** A vaccine's code, or several, as one reads it. */
  public String vaccine(String code) {
    return code.replace('+', '-');
  }

  public String phone(String number) {
    return PhoneNumber.spaced(number);
  }

  /** A language under its own name. */
  public String language(String tag) {
    Locale language = Locale.forLanguageTag(tag);
    return language.getDisplayName(language);
  }

  /** The channels in the order in which they are tried. */
  public String channels(List<String> channels) {
    List<String> names =
        channels.stream().map(channel -> say.text("people.channel." + channel)).toList();
    return switch (names.size()) {
      case 1 -> names.get(0);
      case 2 -> say.text("people.channels.two", names.toArray());
      default -> say.text("people.channels.three", names.toArray());
    };
  }

  /** How many days ago a day was. */
  public int daysSince(LocalDate day) {
    return (int) ChronoUnit.DAYS.between(day, today);
  }
}
