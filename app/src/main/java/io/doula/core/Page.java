package io.doula.core;

import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next the cursor to pass as {@code after} for the next page, null at the end
 */
public record Page<T>(List<T> items, @Nullable String next) {

  /**
   * Makes a page from rows that were read with {@code limit + 1}, so that the end is known.
   *
   * @param key the id that the list is ordered by
   */
  public static <T> Page<T> of(List<T> rows, Paging paging, ToLongFunction<T> key) {
    if (rows.size() <= paging.limit()) {
      return new Page<>(List.copyOf(rows), null);
    }
    List<T> items = List.copyOf(rows.subList(0, paging.limit()));
    return new Page<>(items, Paging.cursor(key.applyAsLong(items.get(items.size() - 1))));
  }
}
