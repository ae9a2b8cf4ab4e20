package io.doula.functions.contract;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a door answered, byte for byte.
 *
 * @param headers in the order in which they came
 * @param body without the framing of chunks
 */
record Answer(int status, List<Header> headers, byte[] body) {

  /** One line of the head. */
  record Header(String name, String value) {}

  List<String> all(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .toList();
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    StringBuilder shown = new StringBuilder("HTTP ").append(status);
    headers.forEach(h -> shown.append('\n').append(h.name()).append(": ").append(h.value()));
    String text = text();
    return shown
        .append("\n\n")
        .append(text.length() > 3000 ? text.substring(0, 3000) + "…" : text)
        .toString();
  }
}
