package io.doula.functions.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request and what both doors are to answer, as it stands in a file of cases.
 *
 * @param chapter title of its file
 * @param name a sentence
 * @param before what is done to the world first: {@code sql …} in each door's database, or {@code
 *     stop postgresql}
 * @param requestLine {@code GET /path}, {@code GET /path HTTP/1.0}
 * @param headers {@code Name: value}; a value of {@code -} leaves out what would be there otherwise
 * @param body null: none is sent, and no length is told
 * @param expected the lines that {@link Expected} holds answers against; the first is the status
 * @param differs why a gateway's answer can't be Tomcat's, which alone is then held against what is
 *     expected; null: both are the same
 */
record Case(
    String chapter,
    String name,
    List<String> before,
    String requestLine,
    List<String> headers,
    @Nullable String body,
    List<String> expected,
    @Nullable String differs) {

  String method() {
    return requestLine.split(" ")[0];
  }

  @Override
  public String toString() {
    return name;
  }
}
