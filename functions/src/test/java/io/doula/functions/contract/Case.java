package io.doula.functions.contract;

import java.util.List;

/**
 * One request and what both doors are to answer, as it stands in a file of cases.
 *
 * @param chapter title of its file
 * @param name a sentence
 * @param requestLine {@code GET /path}, {@code GET /path HTTP/1.0}
 * @param headers {@code Name: value}; a value of {@code -} leaves out what would be there otherwise
 * @param body null: none is sent, and no length is told
 * @param expected the lines that {@link Expected} holds answers against; the first is the status
 */
record Case(
    String chapter,
    String name,
    String requestLine,
    List<String> headers,
    @org.jspecify.annotations.Nullable String body,
    List<String> expected) {

  String method() {
    return requestLine.split(" ")[0];
  }

  @Override
  public String toString() {
    return name;
  }
}
