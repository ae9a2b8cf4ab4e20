package io.doula.core;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Time zones are regions of the tz database ({@code Africa/Nairobi}) or {@code UTC}: an offset or
 * an abbreviation says nothing about summer time.
 */
public final class TimeZones {
  private static final Set<String> KNOWN =
      ZoneId.getAvailableZoneIds().stream().filter(TimeZones::isRegion).collect(Collectors.toSet());

  private TimeZones() {}

  /** What keeps the text from naming a zone, in words for a person; null when it names one. */
  public static @Nullable String fault(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return "is missing";
    }
    return KNOWN.contains(text)
        ? null
        : "is an unknown time zone: write its tz database name, as Africa/Nairobi";
  }

  /**
   * The date in every zone at an instant. With it SQL finds a person's own day by the same rules as
   * the rest of the program, whatever zones the database server knows.
   */
  public static Map<String, LocalDate> datesAt(Instant now) {
    return KNOWN.stream()
        .collect(
            Collectors.toMap(Function.identity(), id -> now.atZone(ZoneId.of(id)).toLocalDate()));
  }

  private static boolean isRegion(String id) {
    return id.equals("UTC")
        || id.equals("Etc/UTC")
        || id.contains("/") && !id.startsWith("Etc/") && !id.startsWith("SystemV/");
  }
}
