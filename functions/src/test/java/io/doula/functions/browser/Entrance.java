package io.doula.functions.browser;

import java.net.URI;

/**
 * One way in, open.
 *
 * @param base what a browser is told, without a slash at the end
 * @param database of {@link Village#run}
 * @param api for programs
 */
record Entrance(Way way, URI base, String database, Api api) {
  @Override
  public String toString() {
    return way.toString();
  }
}
