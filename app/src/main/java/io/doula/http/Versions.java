package io.doula.http;

import io.doula.core.Stale;
import org.jspecify.annotations.Nullable;

/**
 * Versions of things that can be updated: sent as {@code ETag}, wanted back as {@code If-Match}.
 */
public final class Versions {
  private Versions() {}

  /** The ETag of a version: {@code "7"}, with the quotes. */
  public static String etag(int version) {
    return "\"" + version + "\"";
  }

  /**
   * Holds an {@code If-Match} header against the version that is stored.
   *
   * @param ifMatch the header as sent, null when absent (then any version will do), {@code *} for
   *     any, or a list
   * @throws Stale when it names other versions only
   */
  public static void check(@Nullable String ifMatch, int version) {
    if (ifMatch == null || ifMatch.trim().equals("*")) {
      return;
    }
    for (String tag : ifMatch.split(",")) {
      // a proxy that compresses an answer marks its tag as weak; the version is the same
      if (tag.trim().replaceFirst("^W/", "").equals(etag(version))) {
        return;
      }
    }
    throw new Stale();
  }
}
