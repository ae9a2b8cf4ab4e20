package io.doula.testing;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the program answered. */
public record Answer(HttpResponse<byte[]> response) {
  private static final JsonMapper JSON = new JsonMapper();

  public int status() {
    return response.statusCode();
  }

  public String text() {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  public JsonNode json() {
    return JSON.readTree(response.body());
  }

  public @Nullable String header(String name) {
    return response.headers().firstValue(name).orElse(null);
  }

  /** Its Content-Type; empty when it has none. */
  String type() {
    String type = header("Content-Type");
    return type == null ? "" : type;
  }

  public List<String> headers(String name) {
    return response.headers().allValues(name);
  }

  /** The fields that a problem names, in order. */
  public List<String> wrongFields() {
    return json().path("errors").valueStream().map(e -> e.path("field").asString()).toList();
  }

  @Override
  public String toString() {
    return status() + " " + response.headers().map() + "\n" + text();
  }
}
