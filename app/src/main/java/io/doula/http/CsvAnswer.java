package io.doula.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** A table as the answer: CSV (RFC 4180) in UTF-8, safe to open in a spreadsheet. */
public final class CsvAnswer implements AutoCloseable {
  public static final String TEXT_CSV = "text/csv";

  private final CSVPrinter printer;

  /**
   * Begins the answer with the names of the columns.
   *
   * @param file the name under which a browser keeps it
   */
  public CsvAnswer(HttpServletResponse response, String file, String... columns)
      throws IOException {
    response.setContentType(TEXT_CSV);
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + file + "\"");
    this.printer = new CSVPrinter(response.getWriter(), CSVFormat.RFC4180);
    printer.printRecord((Object[]) columns);
  }

  /**
   * Answers with a whole table.
   *
   * @param rows of as many cells as there are columns; null is an empty one
   */
  public static void write(
      HttpServletResponse response,
      String file,
      List<String> columns,
      List<? extends List<? extends @Nullable Object>> rows)
      throws IOException {
    try (CsvAnswer csv = new CsvAnswer(response, file, columns.toArray(String[]::new))) {
      for (List<? extends @Nullable Object> row : rows) {
        csv.add(row.toArray());
      }
    }
  }

  /** Whether a request with this header would rather have CSV than JSON. */
  public static boolean isWanted(@Nullable String accept) {
    MediaType csv = MediaType.parseMediaType(TEXT_CSV);
    return MediaType.parseMediaTypes(accept).stream()
        .sorted(Comparator.comparing(MediaType::getQualityValue).reversed())
        .filter(t -> csv.equalsTypeAndSubtype(t) || MediaType.APPLICATION_JSON.isCompatibleWith(t))
        .findFirst()
        .filter(csv::equalsTypeAndSubtype)
        .isPresent();
  }

  /** Adds a line; what is null is an empty cell. */
  public void add(@Nullable Object... cells) throws IOException {
    printer.printRecord(Arrays.stream(cells).map(CsvAnswer::harmless));
  }

  /**
   * A cell that a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV
   * injection). A phone is no formula, and whoever calls or imports it wants it as it is.
   */
  private static String harmless(@Nullable Object value) {
    String cell = value == null ? "" : value.toString();
    boolean dangerous = !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0;
    return dangerous && !cell.matches("\\+[0-9]+") ? "'" + cell : cell;
  }

  /**
   * Hands on what was added. The answer is not ended here: the container does that, and not when
   * reading the rest failed, so that half a table is not taken for a whole one.
   */
  @Override
  public void close() throws IOException {
    printer.flush();
  }
}
