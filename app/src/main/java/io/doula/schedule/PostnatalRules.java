package io.doula.schedule;

import java.util.List;

/** The postnatal contact rules of a plan. */
record PostnatalRules(List<Window> contacts, int latestDays) {

  /**
   * @param fromDays the day after birth on which the window opens; birth is day 0
   * @param words the window as a sentence has it
   * @param overdueAfterDays the last day that is not overdue
   */
  record Window(int contact, int fromDays, String words, int overdueAfterDays) {}
}
