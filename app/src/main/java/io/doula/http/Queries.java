package io.doula.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Queries written one way, whatever the door: one of them is told parameters in no order. */
public final class Queries {
  private Queries() {}

  /** The request's parameters by name, encoded, with {@code ?} in front; empty when it has none. */
  public static String of(HttpServletRequest request) {
    return new TreeMap<>(request.getParameterMap())
        .entrySet().stream()
            .flatMap(
                p -> Arrays.stream(p.getValue()).map(v -> encoded(p.getKey()) + "=" + encoded(v)))
            .collect(Collectors.collectingAndThen(Collectors.joining("&"), Queries::marked));
  }

  private static String marked(String query) {
    return query.isEmpty() ? "" : "?" + query;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
