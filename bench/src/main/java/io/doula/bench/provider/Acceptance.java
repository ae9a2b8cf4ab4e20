package io.doula.bench.provider;

import java.time.Instant;

/**
 * A message the provider took.
 *
 * @param readAt when its request had been read
 * @param number which attempt, as the program said it
 * @param wamid the provider's id
 * @param conduct what the provider did afterwards
 */
public record Acceptance(
    Instant readAt, long reminderId, int number, String wamid, String to, Conduct conduct) {

  String line() {
    return String.join(
        "\t", readAt.toString(), reminderId + ":" + number, wamid, to, conduct.name());
  }

  static Acceptance of(String line) {
    String[] fields = line.split("\t");
    String[] correlation = fields[1].split(":");
    return new Acceptance(
        Instant.parse(fields[0]),
        Long.parseLong(correlation[0]),
        Integer.parseInt(correlation[1]),
        fields[2],
        fields[3],
        Conduct.valueOf(fields[4]));
  }
}
