package io.doula.family.web;

import io.doula.core.FieldErrors;
import io.doula.core.Invalid;
import io.doula.core.NotFound;
import io.doula.schedule.AntenatalForecast;
import io.doula.schedule.Dating;
import io.doula.schedule.ForecastRefused;
import io.doula.schedule.GivenDose;
import io.doula.schedule.ImmunizationForecast;
import io.doula.schedule.Plan;
import io.doula.schedule.Plans;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What would be due, for facts that are sent and not kept; and the plans themselves. */
@RestController
@RequestMapping("/api")
class ForecastController {
  private static final int MOST_DOSES = 200;
  private static final int MOST_SERIES = 100;
  private static final int LONGEST_PRODUCT = 100;
  private static final int MOST_CONTACTS = 100;

  private final Plans plans;

  ForecastController(Plans plans) {
    this.plans = plans;
  }

  /** A plan in the list of plans. */
  record PlanView(
      String code, String title, String version, String changeNote, List<String> sources) {
    static PlanView of(Plan plan) {
      return new PlanView(
          plan.code(), plan.title(), plan.version(), plan.changeNote(), plan.sources());
    }
  }

  /** All plans. */
  record PlanList(List<PlanView> items, @Nullable String next) {}

  @GetMapping("/plans")
  PlanList all() {
    return new PlanList(plans.all().stream().map(PlanView::of).toList(), null);
  }

  @GetMapping(path = "/plans/{code}", produces = MediaType.APPLICATION_JSON_VALUE)
  String one(@PathVariable String code) {
    return plans.find(code).orElseThrow(() -> new NotFound("plan")).text();
  }

  /** A dose that was given. */
  record Given(
      @Nullable String vaccine,
      @Nullable LocalDate on,
      @Nullable String product,
      @Nullable String kind) {}

  /** What to forecast. */
  record Question(
      @Nullable String plan,
      @Nullable LocalDate birthDate,
      @Nullable LocalDate asOf,
      @Nullable List<@Nullable String> series,
      @Nullable List<@Nullable Given> given,
      @Nullable Map<String, @Nullable Object> facts) {}

  @PostMapping("/forecast")
  ImmunizationForecast forecast(@RequestBody Question question) {
    String code = question.plan();
    LocalDate birth = question.birthDate();
    LocalDate asOf = question.asOf();
    FieldErrors errors =
        new FieldErrors()
            .require(code != null, "plan", "is required")
            .require(birth != null, "birthDate", "is required")
            .require(asOf != null, "asOf", "is required");
    List<String> series = series(question.series(), errors);
    List<GivenDose> given = given(question.given(), errors);
    if (code == null || birth == null || asOf == null || !errors.isEmpty()) {
      throw new Invalid(errors.all());
    }
    Plan plan = plans.find(code).orElseThrow(() -> new Invalid("plan", "no plan has this code"));
    try {
      return ImmunizationForecast.of(
          plan, birth, asOf, series, given, ForecastFacts.read(question.facts()));
    } catch (ForecastRefused e) {
      throw refused(e);
    }
  }

  private static List<String> series(@Nullable List<@Nullable String> sent, FieldErrors errors) {
    List<String> series = new ArrayList<>();
    if (sent != null && sent.size() > MOST_SERIES) {
      errors.add("series", "has more than " + MOST_SERIES + " codes");
      return series;
    }
    for (String code : sent == null ? List.<@Nullable String>of() : sent) {
      if (code == null) {
        errors.add("series[" + series.size() + "]", "must be a series code");
        return series;
      }
      series.add(code);
    }
    return series;
  }

  private static List<GivenDose> given(@Nullable List<@Nullable Given> sent, FieldErrors errors) {
    List<GivenDose> doses = new ArrayList<>();
    if (sent == null) {
      return doses;
    }
    errors.require(sent.size() <= MOST_DOSES, "given", "has more than " + MOST_DOSES + " doses");
    for (int i = 0; i < sent.size(); i++) {
      Given dose = sent.get(i);
      String at = "given[" + i + "]";
      if (dose == null || dose.vaccine() == null || dose.on() == null) {
        errors
            .require(dose != null && dose.vaccine() != null, at + ".vaccine", "is required")
            .require(dose != null && dose.on() != null, at + ".on", "is required");
      } else if (isTooLong(dose.product())) {
        errors.add(at + ".product", "is longer than " + LONGEST_PRODUCT + " characters");
      } else {
        doses.add(new GivenDose(dose.vaccine(), dose.on(), dose.product(), dose.kind()));
      }
    }
    return doses;
  }

  private static boolean isTooLong(@Nullable String product) {
    return product != null && product.codePointCount(0, product.length()) > LONGEST_PRODUCT;
  }

  /** A scan, as sent. */
  record Scan(@Nullable LocalDate date, @Nullable Integer weeks, @Nullable Integer days) {}

  /** Which antenatal contacts to forecast. */
  record AntenatalQuestion(
      @Nullable LocalDate lmp,
      @Nullable LocalDate edd,
      @Nullable Scan scan,
      @Nullable List<@Nullable LocalDate> contacts,
      @Nullable LocalDate asOf) {}

  @PostMapping("/forecast/antenatal")
  AntenatalForecast antenatal(@RequestBody AntenatalQuestion question) {
    LocalDate asOf = question.asOf();
    FieldErrors errors = new FieldErrors().require(asOf != null, "asOf", "is required");
    List<LocalDate> contacts = new ArrayList<>();
    if (question.contacts() != null && question.contacts().size() > MOST_CONTACTS) {
      throw new Invalid("contacts", "has more than " + MOST_CONTACTS + " days");
    }
    for (LocalDate day :
        question.contacts() == null ? List.<@Nullable LocalDate>of() : question.contacts()) {
      if (day == null) {
        errors.add("contacts[" + contacts.size() + "]", "must be a date");
        break;
      }
      contacts.add(day);
    }
    if (asOf == null || !errors.isEmpty()) {
      throw new Invalid(errors.all());
    }
    // A plan's antenatal table is WHO's until a country's differs; the surface names no plan here.
    Plan who = plans.plan("who");
    try {
      return AntenatalForecast.of(who, dating(question), contacts, asOf);
    } catch (ForecastRefused e) {
      throw refused(e);
    }
  }

  private static Dating dating(AntenatalQuestion question) {
    LocalDate lmp = question.lmp();
    LocalDate edd = question.edd();
    Scan scan = question.scan();
    int ways = (lmp == null ? 0 : 1) + (edd == null ? 0 : 1) + (scan == null ? 0 : 1);
    if (ways != 1) {
      String message = "exactly one of lmp, edd and scan is needed";
      throw new Invalid(ways == 0 ? "lmp" : lmp != null ? "lmp" : "edd", message);
    }
    if (lmp != null) {
      return Dating.byLmp(lmp);
    }
    return edd != null ? Dating.byEdd(edd) : byScan(scan);
  }

  private static Dating byScan(@Nullable Scan scan) {
    if (scan == null || scan.date() == null || scan.weeks() == null) {
      throw new Invalid(
          new FieldErrors()
              .require(scan != null && scan.date() != null, "scan.date", "is required")
              .require(scan != null && scan.weeks() != null, "scan.weeks", "is required")
              .all());
    }
    Integer days = scan.days();
    return Dating.byScan(scan.date(), scan.weeks(), days == null ? 0 : days);
  }

  private static Invalid refused(ForecastRefused e) {
    return new Invalid(e.field(), String.valueOf(e.getMessage()));
  }
}
