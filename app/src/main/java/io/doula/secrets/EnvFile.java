package io.doula.secrets;

import io.doula.core.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a file of settings: {@code KEY=value} lines as a shell would take them, without its
 * expansions. Empty lines and lines that start with {@code #} are passed over, {@code export} may
 * stand before a name, and a value may stand in single or double quotes; in double quotes {@code
 * \n}, {@code \"} and {@code \\} have their meaning.
 */
final class EnvFile {
  private static final Pattern LINE =
      Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");
  private static final Pattern SINGLE = Pattern.compile("'([^']*)'\\s*(?:#.*)?");
  private static final Pattern DOUBLE = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"\\s*(?:#.*)?");

  private EnvFile() {}

  /**
   * Reads a file in UTF-8; the last line of a name wins.
   *
   * @throws CannotStart naming the line that can't be read, never what stands there
   */
  static Map<String, Object> read(Path file) {
    try {
      return parse(file.toString(), Files.readAllLines(file));
    } catch (IOException e) {
      throw new CannotStart(
          "The settings file %s can't be read; it must be a text in UTF-8.".formatted(file));
    }
  }

  static Map<String, Object> parse(String file, List<String> lines) {
    Map<String, Object> settings = new LinkedHashMap<>();
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1).replace("\uFEFF", "").strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Matcher setting = LINE.matcher(line);
      if (!setting.matches()) {
        throw new CannotStart(
            "Line %d of %s is not of the form KEY=value.".formatted(number, file));
      }
      settings.put(setting.group(1), value(setting.group(2), number, file));
    }
    return settings;
  }

  private static String value(String text, int number, String file) {
    if (!text.startsWith("'") && !text.startsWith("\"")) {
      return text.replaceFirst("(^|\\s+)#.*", "").stripTrailing();
    }
    Matcher single = SINGLE.matcher(text);
    if (single.matches()) {
      return single.group(1);
    }
    Matcher quoted = DOUBLE.matcher(text);
    if (quoted.matches()) {
      return unescape(quoted.group(1));
    }
    throw new CannotStart(
        "Line %d of %s has a quote that does not end there.".formatted(number, file));
  }

  private static String unescape(String text) {
    return Pattern.compile("\\\\(.)")
        .matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(found.group(1).equals("n") ? "\n" : found.group(1)));
  }
}
