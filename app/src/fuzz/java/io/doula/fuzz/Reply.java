package io.doula.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came back.
 *
 * @param headers as lines
 */
record Reply(int status, List<String> headers, byte[] body, long millis) {

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Nullable String header(String name) {
    return all(name).stream().findFirst().orElse(null);
  }

  List<String> all(String name) {
    return headers.stream()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .toList();
  }

  boolean isWell() {
    return status / 100 == 2;
  }
}
