package io.doula.family;

import io.doula.core.FieldError;
import java.util.List;
import java.util.stream.Collectors;

/** A line of a register is wrong, or contradicts what is recorded. */
final class ImportRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String column;

  /**
   * @param message what is wrong with the column, in words for a person
   */
  ImportRefusal(String column, String message) {
    super(message, null, false, false);
    this.column = column;
  }

  /**
   * One message about all that is wrong with it: the first fault, and where else to look.
   *
   * @param faults by columns, one at least
   */
  ImportRefusal(List<FieldError> faults) {
    this(faults.get(0).field(), faults.get(0).message() + others(faults));
  }

  private static String others(List<FieldError> faults) {
    String others =
        faults.stream()
            .skip(1)
            .map(FieldError::field)
            .filter(column -> !column.isEmpty())
            .distinct()
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? "" : "; see also " + others;
  }

  ImportResult.Rejected at(int line) {
    return new ImportResult.Rejected(line, column, String.valueOf(getMessage()));
  }
}
