package io.doula.core;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Many rows in one statement: each column goes over as one array of texts, which the SQL takes
 * apart with {@code unnest(:column::type[], …)}.
 */
public final class Columns {
  private Columns() {}

  /** One column of these rows, in their order; a value says itself as PostgreSQL reads it. */
  public static <T> @Nullable String[] of(Collection<T> rows, Value<T> value) {
    @Nullable String[] column = new String[rows.size()];
    int i = 0;
    for (T row : rows) {
      Object cell = value.of(row);
      column[i++] = cell == null ? null : cell.toString();
    }
    return column;
  }

  /** What a row has in one column. */
  @FunctionalInterface
  public interface Value<T> {
    @Nullable Object of(T row);
  }
}
