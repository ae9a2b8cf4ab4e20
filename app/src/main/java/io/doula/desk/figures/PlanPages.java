package io.doula.desk.figures;

import io.doula.core.NotFound;
import io.doula.core.Viewer;
import io.doula.desk.figures.TimeLine.Thing;
import io.doula.http.PageController;
import io.doula.http.Say;
import io.doula.schedule.Item;
import io.doula.schedule.Plan;
import io.doula.schedule.Plans;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;

/** The plans, and the picture of each: what is due when, from the first weeks of pregnancy on. */
@PageController
class PlanPages {
  /** Late things are drawn as far as two years after the last that is due. */
  private static final int AFTER_LAST_DAYS = 730;

  private static final int WEEK = 7;
  private static final int PREGNANCY_WEEKS = 42;

  /** A little more than the last postnatal day. */
  private static final int POSTNATAL_DAYS = 56;

  private final Plans plans;
  private final ClinicChoice choice;

  PlanPages(Plans plans, ClinicChoice choice) {
    this.plans = plans;
    this.choice = choice;
  }

  /**
   * What is due at one age.
   *
   * @param age in words
   */
  record Age(String age, List<Due> items) {}

  /**
   * Something due, in words.
   *
   * @param earliest null where it is due as soon as it may be done
   * @param onTime until when it is on time; null where it is never late
   * @param latest null where there is no last day
   */
  record Due(
      String name, @Nullable String earliest, @Nullable String onTime, @Nullable String latest) {}

  /** One of the pictures, and the same in words. */
  record Part(String name, TimeLine picture, List<String> stops, List<Age> ages) {}

  /** Where a plan comes from: words, and the address that stands at their end. */
  record Source(String words, @Nullable String address) {
    static Source of(String source) {
      int at = source.indexOf("https://");
      return at < 0
          ? new Source(source, null)
          : new Source(source.substring(0, at).strip(), source.substring(at).strip());
    }
  }

  @GetMapping("/app/plans")
  String all(@AuthenticationPrincipal Viewer viewer, Model model) {
    model.addAttribute("current", "more");
    model.addAttribute("drawn", true);
    model.addAttribute("plans", plans.all());
    model.addAttribute("followers", choice.followers(viewer));
    return "app/figures/plans";
  }

  @GetMapping("/app/plans/{code}")
  String one(@PathVariable String code, @ModelAttribute("say") Say say, Model model) {
    Plan plan = plans.find(code).orElseThrow(() -> new NotFound("plan"));
    Ages ages = new Ages(say);
    model.addAttribute("current", "more");
    model.addAttribute("drawn", true);
    model.addAttribute("plan", plan);
    model.addAttribute("sources", plan.sources().stream().map(Source::of).toList());
    model.addAttribute(
        "parts",
        List.of(
            part("antenatal", UsualPlan.antenatal(plan), say, ages::ofPregnancy, ages::weekOnAxis),
            part("postnatal", UsualPlan.postnatal(plan), say, ages::ofChild, ages::onAxis),
            part("doses", UsualPlan.doses(plan), say, ages::ofChild, ages::onAxis)));
    return "app/figures/plan";
  }

  /** Says how old somebody is after so many days. */
  private interface Words {
    String of(int days);
  }

  private static Part part(String name, List<Item> items, Say say, Words words, Words axis) {
    List<Thing> things = new ArrayList<>();
    String course = "";
    for (Item item : items) {
      things.add(thing(item, say, !UsualPlan.course(item).equals(course)));
      course = UsualPlan.course(item);
    }
    TimeLine picture =
        switch (name) {
          case "antenatal" -> TimeLine.of(things, true, PREGNANCY_WEEKS * WEEK);
          case "postnatal" -> TimeLine.of(things, false, POSTNATAL_DAYS);
          default ->
              TimeLine.of(
                  things,
                  false,
                  things.stream().mapToInt(Thing::due).max().orElse(0) + AFTER_LAST_DAYS);
        };
    return new Part(
        name,
        picture,
        picture.stops().stream().map(stop -> axis.of(stop.day())).toList(),
        ages(things, words));
  }

  private static Thing thing(Item item, Say say, boolean begins) {
    return new Thing(
        say.sentence(item.title()),
        days(item.earliest()),
        days(item.due()),
        day(item.overdueAfter()),
        day(item.latest()),
        begins);
  }

  private static int days(LocalDate day) {
    return Math.toIntExact(ChronoUnit.DAYS.between(UsualPlan.BEGIN, day));
  }

  private static @Nullable Integer day(@Nullable LocalDate day) {
    return day == null ? null : days(day);
  }

  private static List<Age> ages(List<Thing> things, Words words) {
    Map<Integer, List<Due>> byAge = new LinkedHashMap<>();
    things.stream()
        .sorted((one, other) -> Integer.compare(one.due(), other.due()))
        .forEach(
            thing ->
                byAge
                    .computeIfAbsent(thing.due(), age -> new ArrayList<>())
                    .add(due(thing, words)));
    return byAge.entrySet().stream()
        .map(entry -> new Age(words.of(entry.getKey()), entry.getValue()))
        .toList();
  }

  private static Due due(Thing thing, Words words) {
    return new Due(
        thing.name(),
        thing.earliest() == thing.due() ? null : words.of(thing.earliest()),
        thing.lastOnTime() == null ? null : words.of(thing.lastOnTime()),
        thing.latest() == null ? null : words.of(thing.latest()));
  }
}
