package io.doula.schedule;

import io.doula.schedule.DoseRule.Choice;
import io.doula.schedule.Series.Advice;
import io.doula.schedule.Series.Component;
import io.doula.schedule.Series.LiveConflict;
import io.doula.schedule.Series.NotCounted;
import io.doula.schedule.Series.Variant;
import io.doula.schedule.Series.ZeroDoses;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the vaccination series of a plan and refuses what could not be followed. */
final class SeriesReader {

  private final Vaccines vaccines;

  SeriesReader(Vaccines vaccines) {
    this.vaccines = vaccines;
  }

  Plan.Routine routine(PlanNode node, Map<String, Series> series) {
    String givenAs = node.textOr("primaryGivenAs", null);
    if (givenAs != null && !vaccines.knowsAll(givenAs)) {
      throw node.fault("primaryGivenAs", "names an unknown vaccine: " + givenAs);
    }
    List<Series> alternatives = series(node, "series", series);
    if (alternatives.isEmpty()) {
      throw node.fault("series", "is missing");
    }
    return new Plan.Routine(alternatives, givenAs, series(node, "covers", series));
  }

  private static List<Series> series(PlanNode node, String field, Map<String, Series> series) {
    List<Series> found = new ArrayList<>();
    for (String code : node.texts(field)) {
      Series one = series.get(code);
      if (one == null) {
        throw node.fault(field, "names an unknown series: " + code);
      }
      found.add(one);
    }
    return List.copyOf(found);
  }

  Series series(PlanNode node) {
    List<Component> components = node.list("components", this::component);
    if (components.isEmpty()) {
      throw node.fault("components", "is missing");
    }
    return new Series(
        node.text("code"),
        node.text("title"),
        node.word("whenAllGiven", SeriesStatus.class, SeriesStatus.COMPLETE),
        node.one("liveConflict", this::liveConflict),
        node.list("conditions", this::advice),
        components);
  }

  private LiveConflict liveConflict(PlanNode node) {
    return new LiveConflict(Set.copyOf(codes(node, "with")), node.number("days"));
  }

  private Advice advice(PlanNode node) {
    node.text("then");
    SeriesStatus then = node.word("then", SeriesStatus.class, SeriesStatus.NEEDS_REVIEW);
    if (then != SeriesStatus.NOT_DUE && then != SeriesStatus.NEEDS_REVIEW) {
      throw node.fault("then", "must be NOT_DUE or NEEDS_REVIEW");
    }
    return new Advice(conditions(node), then, node.text("because"));
  }

  private Component component(PlanNode node) {
    List<String> usual = codes(node, "vaccines");
    if (usual.isEmpty()) {
      throw node.fault("vaccines", "is missing");
    }
    List<Choice> choices =
        usual.stream().map(code -> new Choice(code, null, null, List.of())).toList();
    List<Variant> variants = node.list("variants", variant -> variant(variant, choices));
    if (variants.isEmpty() || !variants.get(variants.size() - 1).when().isEmpty()) {
      throw node.fault("variants", "must end with one that is for everybody");
    }
    return new Component(
        node.text("code"),
        node.text("title"),
        codes(node, "accepts"),
        node.word("zeroDoses", ZeroDoses.class, ZeroDoses.NEVER),
        node.list("notCounted", this::notCounted),
        variants);
  }

  private NotCounted notCounted(PlanNode node) {
    Span beforeAge = node.span("beforeAge");
    if (beforeAge == null) {
      throw node.fault("beforeAge", "is missing");
    }
    return new NotCounted(conditions(node), beforeAge, node.text("because"));
  }

  private Variant variant(PlanNode node, List<Choice> usual) {
    List<DoseRule> doses = node.list("doses", dose -> dose(dose, usual));
    for (int i = 0; i < doses.size(); i++) {
      if (doses.get(i).dose() != i + 1) {
        throw node.fault("doses", "must be numbered from 1 on");
      }
      if (i > 0 && doses.get(i).minimumInterval() == null) {
        throw node.fault("doses", "dose " + (i + 1) + ": minimumInterval is missing");
      }
    }
    if (doses.isEmpty()) {
      throw node.fault("doses", "is missing");
    }
    return new Variant(node.textOr("name", null), conditions(node), doses);
  }

  private DoseRule dose(PlanNode node, List<Choice> usual) {
    List<Choice> choices = choices(node);
    int dose = node.number("dose");
    if (dose == 1 && !node.has("minimumAge") && !node.has("dueAge")) {
      throw node.fault("minimumAge", "or dueAge is missing");
    }
    return new DoseRule(
        dose,
        node.flag("booster"),
        choices.isEmpty() ? usual : choices,
        node.span("minimumAge"),
        node.span("dueAge"),
        node.span("minimumInterval"),
        node.span("minimumIntervalFromFirst"),
        node.span("dueInterval"),
        node.span("overdueAge"),
        node.span("overdueInterval"),
        node.span("latestAge"),
        node.word("afterLatest", SeriesStatus.class, SeriesStatus.TOO_OLD),
        node.textOr("tooOldAdvice", null),
        node.span("onlyIfPreviousBefore"),
        node.flag("takenAsRecorded"));
  }

  /** Vaccines of a dose: a code, or a code with limits. */
  private List<Choice> choices(PlanNode node) {
    List<Choice> choices = new ArrayList<>();
    for (JsonNode each : node.array("vaccines")) {
      if (each.isString()) {
        choices.add(new Choice(known(node, "vaccines", each.asString()), null, null, List.of()));
      } else {
        choices.add(new PlanNode("a vaccine of a dose", each).read(this::choice));
      }
    }
    return List.copyOf(choices);
  }

  private Choice choice(PlanNode node) {
    return new Choice(
        known(node, "vaccine", node.text("vaccine")),
        node.span("fromAge"),
        node.span("latestAge"),
        codes(node, "onceAsBooster"));
  }

  private List<Condition> conditions(PlanNode node) {
    return node.list("when", SeriesReader::condition);
  }

  private static Condition condition(PlanNode node) {
    LocalDate bornFrom = node.date("bornFrom");
    LocalDate bornBefore = node.date("bornBefore");
    Span ageFrom = node.span("ageFrom");
    Span startedFrom = node.span("startedFrom");
    Span startedBefore = node.span("startedBefore");
    @Nullable String product = node.textOr("product", null);
    Map<String, String> facts = node.rest();
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      if (!Facts.NAMES.contains(fact.getKey())) {
        throw node.fault(fact.getKey(), "is no fact that can be asked about");
      }
      if (fact.getValue().startsWith("under ") && !fact.getValue().matches("under \\d{1,6}")) {
        throw node.fault(fact.getKey(), "must be under a whole number");
      }
    }
    return new Condition(facts, bornFrom, bornBefore, ageFrom, startedFrom, startedBefore, product);
  }

  private List<String> codes(PlanNode node, String field) {
    return node.texts(field).stream().map(code -> known(node, field, code)).toList();
  }

  private String known(PlanNode node, String field, String code) {
    if (!vaccines.knows(code)) {
      throw node.fault(field, "names an unknown vaccine: " + code);
    }
    return code;
  }
}
