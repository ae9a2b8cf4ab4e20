package io.doula.functions.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is left out when the doors' answers are held against each other, and why; everything else
 * must be the same byte for byte. docs/parity.md lists it.
 */
final class Sameness {
  /** Headers that are left out, by name, with the reason. */
  static final List<Left> HEADERS =
      List.of(
          new Left("Date", "the moment of the answer"),
          new Left("Connection", "of one connection, not of the answer"),
          new Left("Keep-Alive", "of one connection, not of the answer"),
          new Left(
              "Transfer-Encoding",
              "framing; each body is read to its end, and a HEAD, 204 or 304 may have none"),
          new Left(
              "Content-Length",
              "framing: a gateway tells the length of each answer, Tomcat of short ones; where it"
                  + " is told, it is held against the body"),
          new Left("Apigw-Requestid", "API Gateway's own"));

  /** Parts of heads and bodies that are covered up, as patterns, with the reason. */
  static final List<Covered> TEXTS =
      List.of(
          new Covered(
              "eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+",
              "TOKEN",
              "a sign-in's token, in which its moment stands"),
          new Covered(
              "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
              "UUID", "made up anew: the id of an unexpected error"),
          new Covered(
              "(?<=doula-form=)[0-9a-f]+-[0-9a-f]+",
              "TOKEN",
              "made up anew: a form's token in its cookie"),
          new Covered(
              "(?<=name=\"_csrf\" value=\")[^\"]+",
              "TOKEN",
              "a form's token is masked anew in each page"),
          new Covered(
              "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z",
              "INSTANT",
              "the moment of the request, to the microsecond; days and sending hours are compared"),
          new Covered("(?<=\"expiresAt\":\")[^\"]+", "MOMENT", "twelve hours from the sign-in"),
          new Covered(
              "(?<=Max-Age=43200; Expires=)[^;]+", "MOMENT", "twelve hours from the sign-in"),
          new Covered("(?<=\"oldestDueSeconds\":)\\d+", "SECONDS", "grows while the cases run"),
          new Covered("(?<=Retry-After: )\\d+", "SECONDS", "shrinks while the cases run"));

  /** Of each process its own. */
  static final String MEASUREMENTS = "text/plain;version=0.0.4";

  /** A header that is not compared. */
  record Left(String name, String reason) {}

  /** A text that is not compared. */
  record Covered(String pattern, String word, String reason) {}

  private static final Set<String> LEFT_OUT =
      HEADERS.stream().map(h -> h.name().toLowerCase(Locale.ROOT)).collect(Collectors.toSet());

  private Sameness() {}

  /** The answer without what may differ: its status, its headers by name, its body. */
  static String of(Answer answer, Words words) {
    List<String> lines = new ArrayList<>();
    lines.add("status " + answer.status());
    answer.headers().stream()
        .filter(h -> !LEFT_OUT.contains(h.name().toLowerCase(Locale.ROOT)))
        .sorted(Comparator.comparing(h -> h.name().toLowerCase(Locale.ROOT)))
        .forEach(h -> lines.add(canonical(h.name()) + ": " + h.value()));
    lines.add("");
    lines.add(isMeasurements(answer) ? "MEASUREMENTS" : text(answer));
    return covered(String.join("\n", lines), words);
  }

  /** Throws an AssertionError that shows the lines of either answer that the other lacks. */
  static void check(String byTomcat, String byFunction) {
    if (!byTomcat.equals(byFunction)) {
      throw new AssertionError(
          "the doors' answers differ:\n"
              + lacking("Tomcat", byTomcat, byFunction)
              + lacking("WebFunction", byFunction, byTomcat));
    }
  }

  private static String lacking(String door, String its, String others) {
    List<String> lines = new ArrayList<>(its.lines().toList());
    others.lines().forEach(lines::remove);
    return lines.stream()
        .map(line -> door + " alone: " + line + "\n")
        .collect(Collectors.joining());
  }

  private static String covered(String text, Words words) {
    String covered = text;
    List<Map.Entry<String, String>> longestFirst =
        words.caught().entrySet().stream()
            .filter(e -> e.getValue().length() > 5)
            .sorted(Comparator.comparing(e -> -e.getValue().length()))
            .toList();
    for (Map.Entry<String, String> caught : longestFirst) {
      covered = covered.replace(caught.getValue(), "{{" + caught.getKey() + "}}");
    }
    for (Covered part : TEXTS) {
      covered = covered.replaceAll(part.pattern(), part.word());
    }
    return covered;
  }

  private static boolean isMeasurements(Answer answer) {
    return answer.all("Content-Type").stream().anyMatch(t -> t.startsWith(MEASUREMENTS));
  }

  /** Header names are the same in any case. */
  private static String canonical(String name) {
    StringBuilder canonical = new StringBuilder();
    boolean first = true;
    for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
      canonical.append(first ? Character.toUpperCase(c) : c);
      first = c == '-';
    }
    return canonical.toString();
  }

  private static String text(Answer answer) {
    String text = answer.text();
    return java.util.Arrays.equals(
            text.getBytes(java.nio.charset.StandardCharsets.UTF_8), answer.body())
        ? text
        : java.util.HexFormat.of().formatHex(answer.body());
  }
}
