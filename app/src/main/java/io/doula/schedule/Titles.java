package io.doula.schedule;

import java.util.List;

/** What a dose is called in English. */
final class Titles {

  private Titles() {}

  /**
   * "DTP-HepB-Hib, dose 1"; "DTP or Td, booster 1"; a vaccine of one dose goes without a number.
   *
   * @param vaccines what would serve, or what was given
   */
  static String of(Course course, DoseRule rule, List<String> vaccines) {
    if (rule.booster()) {
      return names(vaccines) + ", booster " + (rule.dose() - course.primaryDoses());
    }
    boolean combined = vaccines.size() == 1 && vaccines.get(0).contains("+");
    String name = combined ? names(vaccines) : course.title();
    return course.doses() == 1 ? name : name + ", dose " + rule.dose();
  }

  private static String names(List<String> vaccines) {
    return String.join(" or ", vaccines).replace('+', '-');
  }
}
