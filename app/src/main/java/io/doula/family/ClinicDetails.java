package io.doula.family;

import java.time.LocalTime;

/** What is recorded of a clinic: a {@link ClinicForm} that was read and found right. */
record ClinicDetails(
    String name,
    String country,
    String timeZone,
    String plan,
    String language,
    LocalTime quietFrom,
    LocalTime quietTo,
    LocalTime sendAt) {

  ClinicForm form() {
    return new ClinicForm(name, country, timeZone, plan, language, quietFrom, quietTo, sendAt);
  }

  /** Whether what is due, or when it is said, could differ between the two. */
  boolean plansLike(ClinicDetails other) {
    return timeZone.equals(other.timeZone)
        && plan.equals(other.plan)
        && language.equals(other.language)
        && quietFrom.equals(other.quietFrom)
        && quietTo.equals(other.quietTo)
        && sendAt.equals(other.sendAt);
  }
}
