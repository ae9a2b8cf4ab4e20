package io.doula.reminder;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A mother as a reminder sees her: whether she may be written to, where, when and in which
 * language.
 *
 * @param channels those she reads, the one she likes best first
 * @param unreachable the channels that can't reach the address she has now
 * @param diedOn after it messages about her babies go to the caregiver, if there is one
 */
record Person(
    long id,
    String fullName,
    String phone,
    @Nullable String email,
    @Nullable String language,
    List<String> channels,
    Set<String> unreachable,
    boolean consent,
    boolean optedOut,
    @Nullable LocalDate diedOn,
    @Nullable String caregiverName,
    @Nullable String caregiverPhone,
    @Nullable String caregiverLanguage,
    String clinicName,
    String clinicLanguage,
    String plan,
    Hours hours) {

  static Map<Long, Person> load(JdbcClient jdbc, Collection<Long> ids) {
    return jdbc
        .sql(
            """
            select m.id, m.full_name, m.phone, m.email, m.language, m.channels, m.consent,
                   array(select u.channel from unreachable u
                         where u.mother_id = m.id
                           and u.address = case when u.channel = 'email' then m.email
                                                when m.died_on is null then m.phone
                                                else m.caregiver_phone end) as unreachable,
                   m.opted_out_at is not null as opted_out, m.died_on,
                   m.caregiver_name, m.caregiver_phone, m.caregiver_language,
                   c.name as clinic_name, c.language as clinic_language, c.plan,
                   coalesce(m.time_zone, c.time_zone) as zone, c.send_at, c.quiet_from, c.quiet_to
            from mother m
            join clinic c on c.id = m.clinic_id
            where m.id = any(:ids)
            """)
        .param("ids", ids.toArray(Long[]::new))
        .query(
            (row, n) ->
                new Person(
                    row.getLong("id"),
                    row.getString("full_name"),
                    row.getString("phone"),
                    row.getString("email"),
                    row.getString("language"),
                    List.of((String[]) row.getArray("channels").getArray()),
                    Set.of((String[]) row.getArray("unreachable").getArray()),
                    row.getBoolean("consent"),
                    row.getBoolean("opted_out"),
                    row.getObject("died_on", LocalDate.class),
                    row.getString("caregiver_name"),
                    row.getString("caregiver_phone"),
                    row.getString("caregiver_language"),
                    row.getString("clinic_name"),
                    row.getString("clinic_language"),
                    row.getString("plan"),
                    new Hours(
                        ZoneId.of(row.getString("zone")),
                        row.getObject("send_at", LocalTime.class),
                        row.getObject("quiet_from", LocalTime.class),
                        row.getObject("quiet_to", LocalTime.class))))
        .list()
        .stream()
        .collect(Collectors.toMap(Person::id, Function.identity()));
  }

  /** Why nothing may be sent about her family; empty when it may. */
  Optional<String> whyNot() {
    if (diedOn != null && caregiverPhone == null) {
      return Optional.of("the mother died and no caregiver is recorded");
    }
    if (!consent) {
      return Optional.of("there is no consent to messages");
    }
    return optedOut ? Optional.of("she said stop") : Optional.empty();
  }

  String addressee() {
    return diedOn != null && caregiverName != null ? caregiverName : fullName;
  }

  @Nullable String wantedLanguage() {
    return diedOn == null ? language : caregiverLanguage;
  }

  /**
   * Where a channel reaches her (after her death the caregiver, by phone only); empty where it
   * can't.
   */
  Optional<String> addressOn(String channel) {
    if (channel.equals("email")) {
      return diedOn == null ? Optional.ofNullable(email) : Optional.empty();
    }
    return Optional.ofNullable(diedOn == null ? phone : caregiverPhone);
  }

  /**
   * The channels that can take a message to her, in her order.
   *
   * @param setUp those that can send at all
   * @param passed those that are out
   */
  List<String> ways(Set<String> setUp, Collection<String> passed) {
    return channels.stream()
        .filter(setUp::contains)
        .filter(channel -> !passed.contains(channel) && !unreachable.contains(channel))
        .filter(channel -> addressOn(channel).isPresent())
        .toList();
  }

  LocalDate today(Instant now) {
    return hours.dayOf(now);
  }
}
