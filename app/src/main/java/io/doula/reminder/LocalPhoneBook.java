package io.doula.reminder;

import io.doula.channel.LocalPhones;
import io.doula.channel.LocalPhones.OnPhone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whose the local profile's phones are. */
@Component
@Profile("local")
public class LocalPhoneBook {
  private static final int SHOWN = 100;

  private final JdbcClient jdbc;
  private final LocalPhones phones;

  LocalPhoneBook(JdbcClient jdbc, LocalPhones phones) {
    this.jdbc = jdbc;
    this.phones = phones;
  }

  /**
   * A phone with what it got and what was typed on it, oldest first.
   *
   * @param phone the number, or the address for email
   * @param name whose it is; several names where it is shared
   */
  public record Phone(String phone, String name, List<OnPhone> messages) {}

  private record Owner(String phone, String name) {}

  /** The phones that rang last, then those that never did; a hundred at most. */
  public List<Phone> phones() {
    Map<String, List<OnPhone>> messages = new LinkedHashMap<>();
    List<Phone> shown = new ArrayList<>();
    List<Owner> owners = owners();
    for (OnPhone message : phones.ofPhones(owners.stream().map(Owner::phone).toList())) {
      messages.computeIfAbsent(message.phone(), p -> new ArrayList<>()).add(message);
    }
    for (Owner owner : owners) {
      shown.add(
          new Phone(owner.phone(), owner.name(), messages.getOrDefault(owner.phone(), List.of())));
    }
    return shown;
  }

  private List<Owner> owners() {
    return jdbc.sql(
            """
            with reach as (
              select phone, full_name from mother
              union
              select caregiver_phone, caregiver_name from mother where caregiver_phone is not null
              union
              select email, full_name from mother where email is not null),
            rang as (select phone, max(id) as last from local_message group by phone)
            select phone, coalesce(string_agg(full_name, ', ' order by full_name), '') as name
            from reach full join rang using (phone)
            where last is not null or phone like '+%'
            group by phone
            order by max(last) desc nulls last, phone
            limit :shown
            """)
        .param("shown", SHOWN)
        .query(Owner.class)
        .list();
  }
}
