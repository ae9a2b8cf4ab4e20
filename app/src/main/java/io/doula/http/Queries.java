package io.doula.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Queries written one way, whatever the door: one of them is told parameters in no order. */
public final class Queries {
  private Queries() {}

  /** The request's parameters by name, encoded, with {@code ?} in front; empty when it has none. */
  public static String of(HttpServletRequest request) {
    return written(new TreeMap<>(request.getParameterMap()));
  }

  /**
   * The same with one parameter set: another page of a list. What is empty is left out.
   *
   * @param value null takes the parameter out
   */
  public static String with(HttpServletRequest request, String name, @Nullable String value) {
    TreeMap<String, String[]> parameters = new TreeMap<>(request.getParameterMap());
    parameters.put(name, value == null ? new String[0] : new String[] {value});
    parameters.replaceAll(
        (any, values) ->
            Arrays.stream(values).filter(one -> !one.isEmpty()).toArray(String[]::new));
    return written(parameters);
  }

  private static String written(TreeMap<String, String[]> parameters) {
    return parameters.entrySet().stream()
        .flatMap(p -> Arrays.stream(p.getValue()).map(v -> encoded(p.getKey()) + "=" + encoded(v)))
        .collect(Collectors.collectingAndThen(Collectors.joining("&"), Queries::marked));
  }

  private static String marked(String query) {
    return query.isEmpty() ? "" : "?" + query;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
