package io.doula.core;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is wanted.
 *
 * @param limit 1 to 500 items
 * @param after the id after which the page starts, 0 for the first page
 */
public record Paging(int limit, long after) {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 500;

  /**
   * Reads the query parameters {@code limit} and {@code after}.
   *
   * @throws Invalid naming the parameter that is wrong
   */
  public static Paging of(@Nullable String limit, @Nullable String after) {
    return new Paging(
        limit == null ? DEFAULT_LIMIT : readLimit(limit), after == null ? 0 : readCursor(after));
  }

  static String cursor(long id) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("c" + id).getBytes(StandardCharsets.US_ASCII));
  }

  private static int readLimit(String text) {
    // no sign, and no digits of other scripts, which a parser would take
    int limit = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
    if (limit >= 1 && limit <= MAX_LIMIT) {
      return limit;
    }
    throw new Invalid("limit", "must be a number from 1 to " + MAX_LIMIT);
  }

  private static long readCursor(String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
      if (plain.matches("c[0-9]{1,19}")) {
        return Long.parseLong(plain.substring(1));
      }
    } catch (IllegalArgumentException e) {
      // refused below: not a cursor of ours
    }
    throw new Invalid("after", "must be a cursor that an earlier page gave as next");
  }
}
