package io.doula.core;

/** Ids outside the program are opaque strings; inside they are numbers. */
public final class Ids {
  private Ids() {}

  /**
   * Reads an id from a path.
   *
   * @param what the kind of thing, for the refusal: "mother"
   * @throws NotFound when the text is no id of ours: such a thing can't exist
   */
  public static long inPath(String text, String what) {
    if (!looksLikeId(text)) {
      throw new NotFound(what);
    }
    return Long.parseLong(text);
  }

  /**
   * Reads an id from a body or a query.
   *
   * @throws Invalid naming the field
   */
  public static long inField(String text, String field) {
    if (!looksLikeId(text)) {
      throw new Invalid(field, "is not an id");
    }
    return Long.parseLong(text);
  }

  public static String text(long id) {
    return Long.toString(id);
  }

  private static boolean looksLikeId(String text) {
    return text.length() <= 18 && text.matches("[1-9][0-9]*");
  }
}
