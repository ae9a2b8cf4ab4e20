package io.doula.functions.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of cases. A file begins with {@code # its title}; further lines that begin so are
 * remarks. A case is
 *
 * <pre>
 * === what it shows, as a sentence
 * ! sql alter table clinic rename to away
 * POST /api/mothers
 * Content-Type: application/json
 *
 * {"fullName":"Zoë"}
 * ---
 * 201
 * Location: /api/mothers/{{mother}}
 * </pre>
 *
 * <p>A line {@code differs: why} in the answer excuses the function's. {@code Host}, {@code
 * Connection: close} and the body's length are added where the case does not say otherwise.
 */
final class CaseFile {
  private static final String CASE = "=== ";
  private static final String BEFORE = "! ";
  private static final String DIFFERS = "differs: ";

  private CaseFile() {}

  /** All cases, the files in the order of their names: what one catches, a later one may use. */
  static List<Case> all(Path folder) throws IOException {
    List<Case> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        cases.addAll(read(Files.readString(file)));
      }
    }
    return cases;
  }

  static List<Case> read(String text) {
    String title = text.lines().findFirst().orElse("").substring(2);
    String[] parts = text.split("(?m)^" + CASE);
    return Arrays.stream(parts).skip(1).map(part -> one(title, part)).toList();
  }

  private static Case one(String chapter, String text) {
    List<String> lines = text.lines().toList();
    int end = lines.indexOf("---");
    if (end < 0) {
      throw new IllegalArgumentException("a case without an answer: " + lines.get(0));
    }
    List<String> answer = lines.subList(end + 1, lines.size());
    List<String> before = lines.stream().filter(line -> line.startsWith(BEFORE)).toList();
    List<String> request =
        lines.subList(1, end).stream()
            .filter(line -> !line.startsWith(BEFORE) && !line.startsWith("# "))
            .toList();
    int blank = request.indexOf("");
    List<String> head = blank < 0 ? request : request.subList(0, blank);
    return new Case(
        chapter,
        lines.get(0).strip(),
        before.stream().map(line -> line.substring(BEFORE.length())).toList(),
        head.get(0),
        List.copyOf(head.subList(1, head.size())),
        body(request, blank),
        answer.stream()
            .filter(line -> !line.isBlank() && !line.startsWith("# ") && !line.startsWith(DIFFERS))
            .toList(),
        answer.stream()
            .filter(line -> line.startsWith(DIFFERS))
            .map(line -> line.substring(DIFFERS.length()))
            .findFirst()
            .orElse(null));
  }

  private static @Nullable String body(List<String> request, int blank) {
    return blank < 0 ? null : String.join("\n", request.subList(blank + 1, request.size()));
  }
}
