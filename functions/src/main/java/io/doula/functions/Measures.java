package io.doula.functions;

import io.doula.reminder.TickRound;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * A tick's figures as a line that CloudWatch turns into metrics by itself ("embedded metric
 * format"): namespace {@code Doula}, one dimension {@code Stack}, from {@code DOULA_STACK}.
 */
final class Measures {
  private static final JsonMapper JSON = new JsonMapper();

  private Measures() {}

  static String line(TickRound.Done done) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("OldestDueSeconds", done.seen().oldestDue().toSeconds());
    figures.put("Unknown", done.seen().unknown());
    figures.put("FailedLastDay", done.seen().failed());
    figures.put("Planned", done.planned());
    figures.put("Settled", done.settled());
    figures.put("Hinted", done.hinted());
    Map<String, Object> line = new LinkedHashMap<>();
    line.put(
        "_aws",
        Map.of("Timestamp", done.at().toEpochMilli(), "CloudWatchMetrics", metrics(figures)));
    line.put("Stack", System.getenv().getOrDefault("DOULA_STACK", "none"));
    line.putAll(figures);
    return JSON.writeValueAsString(line);
  }

  private static List<Map<String, Object>> metrics(Map<String, Object> figures) {
    return List.of(
        Map.of(
            "Namespace", "Doula",
            "Dimensions", List.of(List.of("Stack")),
            "Metrics",
                figures.keySet().stream()
                    .map(
                        name ->
                            Map.of(
                                "Name",
                                name,
                                "Unit",
                                name.endsWith("Seconds") ? "Seconds" : "Count"))
                    .toList()));
  }
}
