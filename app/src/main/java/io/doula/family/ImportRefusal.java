package io.doula.family;

/** A line of a register contradicts what is recorded. */
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

  ImportResult.Rejected at(int line) {
    return new ImportResult.Rejected(line, column, String.valueOf(getMessage()));
  }
}
