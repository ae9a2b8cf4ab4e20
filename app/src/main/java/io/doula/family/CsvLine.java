package io.doula.family;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of a CSV file.
 *
 * @param line where it begins, as an editor numbers lines
 * @param cells without white space around them; empty when there is a fault
 * @param fault why it can't be read, null when it can
 */
record CsvLine(int line, List<String> cells, @Nullable String fault) {
  boolean isBlank() {
    return fault == null && cells.stream().allMatch(String::isEmpty);
  }
}
