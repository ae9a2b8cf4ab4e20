package io.doula.schedule;

/**
 * Whether a recorded dose counts in one series.
 *
 * @param dose its number there; 0 when it does not count
 */
record Verdict(boolean counts, int dose, String why) {

  static Verdict counts(int dose) {
    return new Verdict(true, dose, "dose " + dose);
  }

  static Verdict not(String why) {
    return new Verdict(false, 0, why);
  }
}
