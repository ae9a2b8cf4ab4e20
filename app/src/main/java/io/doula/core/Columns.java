package io.doula.core;

import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Many rows in one statement: each column goes over as one array of texts, which the SQL takes
 * apart with {@code unnest(:column::type[], …)}.
 */
public final class Columns {
  private Columns() {}

  /** One column of these rows, in their order; a value says itself as PostgreSQL reads it. */
  public static <T> @Nullable String[] of(
      Collection<T> rows, Function<? super T, ? extends @Nullable Object> value) {
    return rows.stream().map(value).map(Columns::text).toArray(String[]::new);
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
