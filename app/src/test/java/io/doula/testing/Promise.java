package io.doula.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code /api/openapi.json} promises, held against every request and answer that a test sees:
 * so each test of the API is one of its description too.
 */
final class Promise {
  private static final JsonMapper JSON = new JsonMapper();
  private static final JsonNode DESCRIPTION = read();

  /** What only tests or the local profile have, and pages. */
  private static final Pattern NOT_DESCRIBED =
      Pattern.compile("/api/(house|openapi-generated)(/.*)?|/(dev|app|static)(/.*)?|/");

  private Promise() {}

  private static JsonNode read() {
    try (InputStream in = Promise.class.getResourceAsStream("/openapi.json")) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Fails when the description tells otherwise.
   *
   * @param sent the JSON body, if one was sent
   */
  static void check(String method, String target, @Nullable String sent, Answer answer) {
    String path = target.replaceFirst("[?#].*", "").replaceFirst("(?<=.)/$", "");
    // the description is being made
    if (Boolean.getBoolean("openapi.write") || NOT_DESCRIBED.matcher(path).matches()) {
      return;
    }
    List<String> faults = faults(method.toLowerCase(java.util.Locale.ROOT), path, sent, answer);
    if (!faults.isEmpty()) {
      throw new AssertionError(
          "openapi.json is not true of %s %s: %s%n%s".formatted(method, path, faults, answer));
    }
  }

  private static List<String> faults(
      String method, String path, @Nullable String sent, Answer answer) {
    List<String> faults = new ArrayList<>();
    if (answer.status() >= 400) {
      problem(answer, faults);
    }
    JsonNode operation = operation(method.equals("head") ? "get" : method, path);
    boolean well = answer.status() / 100 == 2;
    if (operation == null) {
      if (well && !method.equals("options")) {
        faults.add("nothing is said of this address");
      }
      return faults;
    }
    if (well) {
      answered(operation, method, answer, faults);
      if (sent != null) {
        JsonNode schema = operation.at("/requestBody/content/application~1json/schema");
        SchemaCheck.faults(DESCRIPTION, schema, JSON.readTree(sent)).stream()
            .map(fault -> "taken, though the body" + fault)
            .forEach(faults::add);
      }
    }
    return faults;
  }

  private static void problem(Answer answer, List<String> faults) {
    if (answer.type().equals("application/problem+json") && answer.response().body().length > 0) {
      faults.addAll(
          SchemaCheck.faults(
              DESCRIPTION, DESCRIPTION.at("/components/schemas/Problem"), answer.json()));
    }
  }

  private static void answered(
      JsonNode operation, String method, Answer answer, List<String> faults) {
    JsonNode response = operation.path("responses").path("" + answer.status());
    if (response.isMissingNode()) {
      faults.add("nothing is said of " + answer.status());
      return;
    }
    if (method.equals("head") || answer.response().body().length == 0) {
      return;
    }
    String type = answer.type().replaceFirst(";.*", "");
    for (Map.Entry<String, JsonNode> told : response.path("content").properties()) {
      if (told.getKey().replaceFirst(";.*", "").equals(type)) {
        if (type.equals("application/json")) {
          faults.addAll(
              SchemaCheck.faults(DESCRIPTION, told.getValue().path("schema"), answer.json()));
        }
        return;
      }
    }
    faults.add("nothing is said of an answer as " + type);
  }

  private static @Nullable JsonNode operation(String method, String path) {
    JsonNode paths = DESCRIPTION.path("paths");
    if (paths.path(path).has(method)) {
      return paths.path(path).path(method);
    }
    return paths
        .propertyStream()
        .filter(one -> path.matches(one.getKey().replaceAll("\\{[^}]+}", "[^/]+")))
        .map(one -> one.getValue().path(method))
        .filter(JsonNode::isObject)
        .findFirst()
        .orElse(null);
  }
}
