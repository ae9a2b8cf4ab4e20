package io.doula.desk.figures;

import io.doula.http.Say;
import java.util.Objects;

/** What doses and contacts are called in a page's language. */
final class DoseNames {
  private DoseNames() {}

  /**
   * @param title what the plan calls it, for those that there is no text for
   */
  static String of(Say say, String plan, String code, String title) {
    return Objects.requireNonNull(say.textOr("plans.item." + plan + "." + code, title));
  }
}
