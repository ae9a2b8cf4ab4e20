package io.doula.functions.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Holds one door's answer against the lines that a case expects. The first line is the status, with
 * {@code problem} behind it where the answer is one of RFC 9457. The others:
 *
 * <pre>
 * Location: /app            this header, once, with this value (n lines: n times, in this order)
 * Cache-Control absent
 * ETag ~ W/"(.*)" -&gt; tag    matches, and what is in brackets is caught as tag
 * /items/0/id = "7"         a JSON pointer's value
 * /items/0/id ~ [0-9]+ -&gt; id
 * /next absent
 * body = text               the whole body; also: body ~ …, body !~ …, body empty, body hex 4749
 * body length 1024
 * </pre>
 */
final class Expected {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern HEADER = Pattern.compile("([A-Za-z][A-Za-z0-9-]*): (.*)");
  private static final Pattern LINE =
      Pattern.compile(
          "(\\S+) (=|~|!~|absent|empty|hex|length)(?: (.*?))?(?: -> ([a-z][a-z0-9-]*))?");

  private final Answer answer;
  private final Words words;
  private final Map<String, Integer> seen = new HashMap<>();

  private Expected(Answer answer, Words words) {
    this.answer = answer;
    this.words = words;
  }

  /** Throws an AssertionError that shows the whole answer, when it is another. */
  static void check(List<String> lines, Answer answer, Door door) {
    try {
      new Expected(answer, door.words()).check(lines);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n\n" + door + " answered:\n" + answer, e);
    }
  }

  private void check(List<String> lines) {
    String[] status = lines.get(0).split(" ");
    assertThat(answer.status()).as("status").isEqualTo(Integer.parseInt(status[0]));
    if (status.length > 1) {
      assertThat(status[1]).isEqualTo("problem");
      checkProblem();
    }
    lines.stream().skip(1).forEach(this::checkLine);
    seen.forEach((name, times) -> assertThat(answer.all(name)).as(name).hasSize(times));
  }

  private void checkProblem() {
    assertThat(answer.all("Content-Type")).containsExactly("application/problem+json");
    assertThat(answer.all("Cache-Control")).containsExactly("no-store");
    assertThat(answer.all("X-Content-Type-Options")).containsExactly("nosniff");
    JsonNode problem = json();
    assertThat(problem.path("type").asString()).isEqualTo("about:blank");
    assertThat(problem.path("status").asInt()).isEqualTo(answer.status());
    assertThat(problem.path("title").asString()).isNotBlank();
    assertThat(problem.path("detail").asString()).isNotBlank();
  }

  private void checkLine(String line) {
    Matcher header = HEADER.matcher(line);
    if (header.matches()) {
      int place = seen.merge(header.group(1), 1, Integer::sum) - 1;
      List<String> values = answer.all(header.group(1));
      assertThat(values).as(header.group(1)).hasSizeGreaterThan(place);
      assertThat(values.get(place)).as(header.group(1)).isEqualTo(words.fill(header.group(2)));
      return;
    }
    Matcher parts = LINE.matcher(line.replaceFirst("^(\\S+) -> ", "$1 ~ .* -> "));
    if (!parts.matches()) {
      throw new AssertionError("can't read what is expected: " + line);
    }
    String wanted = parts.group(3) == null ? "" : parts.group(3);
    checkValue(parts.group(1), parts.group(2), wanted, parts.group(4));
  }

  private void checkValue(
      String what, String how, String wanted, @org.jspecify.annotations.Nullable String name) {
    switch (how) {
      case "=" -> checkEqual(what, wanted);
      case "absent" -> assertThat(isAbsent(what)).as(what + " is there").isTrue();
      case "empty" -> assertThat(answer.text()).as(what).isEmpty();
      case "length" -> assertThat(answer.body()).hasSize(Integer.parseInt(wanted));
      case "hex" ->
          assertThat(HexFormat.of().formatHex(answer.body()))
              .startsWith(wanted.replace(" ", "").toLowerCase(java.util.Locale.ROOT));
      default -> checkMatch(what, how.equals("~"), words.fill(wanted), name);
    }
  }

  private void checkEqual(String what, String wanted) {
    if (what.startsWith("/")) {
      assertThat(json().at(what)).as(what).isEqualTo(JSON.readTree(words.fillBytes(wanted)));
    } else {
      assertThat(text(what)).as(what).isEqualTo(words.fill(wanted));
    }
  }

  private void checkMatch(
      String what, boolean wanted, String pattern, @org.jspecify.annotations.Nullable String name) {
    Matcher found = Pattern.compile(pattern, Pattern.DOTALL).matcher(text(what));
    assertThat(found.find()).as(what + (wanted ? " lacks " : " has ") + pattern).isEqualTo(wanted);
    if (name != null) {
      words.put(name, found.groupCount() > 0 ? found.group(1) : found.group());
    }
  }

  private boolean isAbsent(String what) {
    return what.startsWith("/") ? json().at(what).isMissingNode() : answer.all(what).isEmpty();
  }

  /** Of the body, of the place in it, or of the header lines of this name. */
  private String text(String what) {
    if (what.equals("body")) {
      return answer.text();
    }
    if (what.startsWith("/")) {
      JsonNode value = json().at(what);
      return value.isValueNode() ? value.asString() : value.toString();
    }
    return String.join("\n", answer.all(what));
  }

  private JsonNode json() {
    return JSON.readTree(answer.body());
  }
}
