package io.doula.family;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.LocalTime;

/**
 * A clinic as it is shown.
 *
 * @param quietFrom local time of day
 * @param quietTo local time of day
 * @param sendAt local time of day at which reminders usually go
 */
public record Clinic(
    String id,
    String name,
    String country,
    String timeZone,
    String plan,
    String language,
    LocalTime quietFrom,
    LocalTime quietTo,
    LocalTime sendAt,
    @JsonIgnore int version) {

  static Clinic of(long id, ClinicDetails d, int version) {
    return new Clinic(
        Long.toString(id),
        d.name(),
        d.country(),
        d.timeZone(),
        d.plan(),
        d.language(),
        d.quietFrom(),
        d.quietTo(),
        d.sendAt(),
        version);
  }

  ClinicDetails details() {
    return new ClinicDetails(name, country, timeZone, plan, language, quietFrom, quietTo, sendAt);
  }

  /** The clinic as it would be sent. */
  public ClinicForm form() {
    return details().form();
  }
}
