package io.doula.schedule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads plan files and refuses one that is not sound. */
final class PlanFiles {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private PlanFiles() {}

  static List<Plan> readAll() {
    PlanNode index = new PlanNode("index.json", tree("index.json", resource("index.json")));
    return index.read(
        node -> {
          String catalogue = node.text("vaccines");
          Vaccines vaccines = vaccines(catalogue, resource(catalogue));
          List<Plan> plans =
              node.texts("plans").stream()
                  .map(file -> plan(file, resource(file), vaccines))
                  .toList();
          if (plans.stream().map(Plan::code).distinct().count() < plans.size()) {
            throw node.fault("plans", "has one code twice");
          }
          return plans;
        });
  }

  static Vaccines vaccines(String file, String text) {
    Map<String, Set<String>> servesAs = new LinkedHashMap<>();
    new PlanNode(file, tree(file, text))
        .read(
            node ->
                node.list(
                    "vaccines",
                    vaccine -> {
                      vaccine.text("title");
                      Set<String> all = new LinkedHashSet<>(Set.of(vaccine.text("code")));
                      all.addAll(vaccine.texts("countsAs"));
                      if (servesAs.put(vaccine.text("code"), Set.copyOf(all)) != null) {
                        throw vaccine.fault("code", "stands twice");
                      }
                      return all;
                    }));
    servesAs.forEach(
        (code, all) -> {
          if (!servesAs.keySet().containsAll(all)) {
            throw new IllegalStateException(file + ", " + code + ": countsAs is not known");
          }
        });
    return new Vaccines(servesAs);
  }

  /**
   * @throws IllegalStateException naming the plan, the place in it and the field at fault
   */
  static Plan plan(String file, String text, Vaccines vaccines) {
    return new PlanNode(file, tree(file, text)).read(node -> plan(node, vaccines, text));
  }

  private static Plan plan(PlanNode node, Vaccines vaccines, String text) {
    Plan.About about =
        new Plan.About(
            node.text("code"),
            node.text("title"),
            node.text("version"),
            node.text("changeNote"),
            node.texts("sources"),
            node.number("graceDays"),
            node.number("overdueDays"));
    if (about.sources().isEmpty()) {
      throw node.fault("sources", "is missing");
    }
    List<ReminderRule> reminders = node.list("reminders", ContactRules::reminder);
    AntenatalRules antenatal = required(node, "antenatal", ContactRules::antenatal);
    PostnatalRules postnatal = required(node, "postnatal", ContactRules::postnatal);
    SeriesReader reader = new SeriesReader(vaccines);
    Map<String, Series> series = new LinkedHashMap<>();
    for (Series each : node.list("series", reader::series)) {
      if (series.put(each.code(), each) != null) {
        throw node.fault("series", each.code() + " stands twice");
      }
    }
    List<Plan.Routine> routine = node.list("routine", entry -> reader.routine(entry, series));
    return new Plan(about, reminders, antenatal, postnatal, series, routine, vaccines, text);
  }

  private static <T> T required(
      PlanNode node, String field, java.util.function.Function<PlanNode, T> reading) {
    T value = node.one(field, reading);
    if (value == null) {
      throw node.fault(field, "is missing");
    }
    return value;
  }

  private static JsonNode tree(String file, String text) {
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      throw new IllegalStateException(file + ": " + e.getOriginalMessage(), e);
    }
  }

  private static String resource(String file) {
    try (InputStream in =
        Objects.requireNonNull(
            PlanFiles.class.getResourceAsStream("/plans/" + file), "no plan file " + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
