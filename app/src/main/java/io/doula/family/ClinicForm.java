package io.doula.family;

import io.doula.core.Country;
import io.doula.core.FieldErrors;
import io.doula.core.TimeZones;
import java.time.LocalTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A clinic as it is sent. Plan, language and hours may be left out: {@code who}, {@code en}, quiet
 * from 20:00 to 07:00, sending at 09:00. Hours are local times of day in whole minutes; equal quiet
 * hours mean none.
 */
public record ClinicForm(
    @Nullable String name,
    @Nullable String country,
    @Nullable String timeZone,
    @Nullable String plan,
    @Nullable String language,
    @Nullable LocalTime quietFrom,
    @Nullable LocalTime quietTo,
    @Nullable LocalTime sendAt) {

  /**
   * @throws io.doula.core.Invalid naming every field that is wrong
   */
  ClinicDetails read(KnownPlans plans) {
    FieldErrors errors = new FieldErrors();
    Fields fields = new Fields(errors);
    String cleanName = fields.name("name", name);
    fields.refuse("country", Country.fault(country));
    fields.refuse("timeZone", TimeZones.fault(timeZone));
    String planCode = Objects.requireNonNullElse(plan, "who");
    errors.require(plans.versionOf(planCode).isPresent(), "plan", "is an unknown plan");
    String tag = fields.language("language", Objects.requireNonNullElse(language, "en"));
    LocalTime from = hour(errors, "quietFrom", quietFrom, LocalTime.of(20, 0));
    LocalTime to = hour(errors, "quietTo", quietTo, LocalTime.of(7, 0));
    LocalTime send = hour(errors, "sendAt", sendAt, LocalTime.of(9, 0));
    errors.require(!isQuiet(send, from, to), "sendAt", "lies in the quiet hours");
    errors.throwIfAny();
    return new ClinicDetails(
        cleanName,
        Objects.requireNonNull(country),
        Objects.requireNonNull(timeZone),
        planCode,
        Objects.requireNonNull(tag),
        from,
        to,
        send);
  }

  private static LocalTime hour(
      FieldErrors errors, String field, @Nullable LocalTime sent, LocalTime otherwise) {
    LocalTime hour = Objects.requireNonNullElse(sent, otherwise);
    errors.require(
        hour.getSecond() == 0 && hour.getNano() == 0, field, "must be in whole minutes, as 20:00");
    return hour;
  }

  /**
   * Whether a time of day lies in the quiet hours, which begin with {@code from} and end before
   * {@code to}.
   */
  static boolean isQuiet(LocalTime time, LocalTime from, LocalTime to) {
    return from.isBefore(to)
        ? !time.isBefore(from) && time.isBefore(to)
        : from.isAfter(to) && (!time.isBefore(from) || time.isBefore(to));
  }
}
