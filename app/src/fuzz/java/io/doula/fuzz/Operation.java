package io.doula.fuzz;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One thing that can be asked, as the description tells of it.
 *
 * @param body the schema of its JSON body, if it takes one
 * @param bodyTypes the kinds of body that it takes
 * @param bodyRequired whether one must come
 * @param open asks for no sign-in
 */
record Operation(
    String method,
    String path,
    List<Parameter> parameters,
    @Nullable JsonNode body,
    List<String> bodyTypes,
    boolean bodyRequired,
    boolean open) {

  /**
   * A parameter.
   *
   * @param in {@code path}, {@code query} or {@code header}
   */
  record Parameter(String name, String in, boolean required, JsonNode schema) {}

  boolean takesJson() {
    return body != null && bodyTypes.contains("application/json") && !isWebhook();
  }

  boolean takesCsv() {
    return bodyTypes.contains("text/csv");
  }

  boolean isWebhook() {
    return path.startsWith("/webhooks/");
  }

  boolean writes() {
    return method.equals("POST") || method.equals("PATCH") || method.equals("PUT");
  }

  boolean hasIn(String place) {
    return parameters.stream().anyMatch(p -> p.in().equals(place));
  }

  List<Parameter> in(String place) {
    return parameters.stream().filter(p -> p.in().equals(place)).toList();
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
