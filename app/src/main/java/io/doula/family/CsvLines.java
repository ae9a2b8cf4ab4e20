package io.doula.family;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV (RFC 4180, UTF-8, a byte order mark or none) record by record in little memory, and
 * stays with the lines: what is wrong with one, a quote that nobody closes as much as a broken
 * letter, costs that line alone.
 */
final class CsvLines {
  private static final int LONGEST = 65_536;
  private static final int MOST_LINES_OF_A_RECORD = 20;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** What the decoder puts where bytes are no UTF-8. */
  private static final char BROKEN = '\uFFFD';

  private final BufferedReader in;
  private final Deque<String> ahead = new ArrayDeque<>();
  private int line;
  private boolean pastReturn;

  CsvLines(InputStream in) throws IOException {
    this.in =
        new BufferedReader(
            new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)));
    this.in.mark(1);
    if (this.in.read() != BYTE_ORDER_MARK) {
      this.in.reset();
    }
  }

  /** The next record; null at the end. */
  @Nullable CsvLine next() throws IOException {
    String first = nextLine();
    if (first == null) {
      return null;
    }
    int start = line;
    List<String> lines = new ArrayList<>(List.of(first));
    boolean open = endsInQuotes(first, false);
    while (open && lines.size() < MOST_LINES_OF_A_RECORD) {
      String more = nextLine();
      if (more == null) {
        break;
      }
      lines.add(more);
      open = endsInQuotes(more, true);
    }
    if (open) {
      return onlyTheFirst(lines, start, "opens a quote that is not closed");
    }
    return read(lines, start);
  }

  private CsvLine read(List<String> lines, int start) throws IOException {
    String text = String.join("\n", lines);
    if (text.length() > LONGEST) {
      return onlyTheFirst(lines, start, "is longer than " + LONGEST + " characters");
    }
    if (text.indexOf(BROKEN) >= 0) {
      return new CsvLine(start, List.of(), "is not UTF-8 in all its letters");
    }
    try (CSVParser parser = CSVParser.parse(text, CSVFormat.RFC4180)) {
      List<CSVRecord> records = parser.getRecords();
      return records.size() > 1
          ? onlyTheFirst(lines, start, "has quotes that are not set as CSV has them")
          : new CsvLine(start, cells(records), null);
    } catch (IOException | UncheckedIOException e) {
      return onlyTheFirst(lines, start, "has quotes that are not set as CSV has them");
    }
  }

  private static List<String> cells(List<CSVRecord> records) {
    return records.stream().flatMap(CSVRecord::stream).map(String::strip).toList();
  }

  /**
   * Refuses one line; those that were taken for its continuation are read again, each for itself.
   */
  private CsvLine onlyTheFirst(List<String> lines, int start, String fault) {
    for (int i = lines.size() - 1; i > 0; i--) {
      ahead.push(lines.get(i));
    }
    line = start;
    return new CsvLine(start, List.of(), fault);
  }

  /** Whether a quoted cell goes on in the next line. */
  private static boolean endsInQuotes(String text, boolean beginsInQuotes) {
    boolean quoted = beginsInQuotes;
    boolean atStart = !beginsInQuotes;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        boolean doubled = c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
        quoted = c != '"' || doubled;
        i += doubled ? 1 : 0;
      } else {
        quoted = c == '"' && atStart;
        atStart = c == ',';
      }
    }
    return quoted;
  }

  private @Nullable String nextLine() throws IOException {
    String text = ahead.isEmpty() ? readLine() : ahead.pop();
    line += text == null ? 0 : 1;
    return text;
  }

  /** A line without its end; of one that is too long, a little more than can be taken. */
  private @Nullable String readLine() throws IOException {
    StringBuilder text = new StringBuilder();
    int c = in.read();
    if (pastReturn && c == '\n') {
      c = in.read();
    }
    if (c < 0) {
      return null;
    }
    while (c >= 0 && c != '\n' && c != '\r') {
      if (text.length() <= LONGEST) {
        text.append((char) c);
      }
      c = in.read();
    }
    pastReturn = c == '\r';
    return text.toString();
  }
}
