package io.doula.channel;

import io.doula.core.Erased;
import io.doula.core.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The phones of the local profile: they live in the database, take every message, and keep one per
 * reminder, as a provider with idempotency keys does.
 */
@Component
@Profile("local")
public class LocalPhones {
  private final MailWords mail = new MailWords();
  private final JdbcClient jdbc;

  LocalPhones(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A message on a phone.
   *
   * @param reminderId null for what a person typed
   * @param phone whose phone: a number, or an address for email
   * @param inbound true for what a person typed
   */
  public record OnPhone(
      @Nullable Long reminderId,
      @Nullable Long motherId,
      String phone,
      String channel,
      String text,
      boolean inbound,
      Instant at) {}

  /** All messages in the order of sending. */
  public List<OnPhone> all() {
    return jdbc.sql(
            """
            select reminder_id, mother_id, phone, channel, text, inbound, at
            from local_message
            order by id
            """)
        .query(OnPhone.class)
        .list();
  }

  /** The messages of these phones, oldest first. */
  public List<OnPhone> ofPhones(Collection<String> numbers) {
    return jdbc.sql(
            """
            select reminder_id, mother_id, phone, channel, text, inbound, at
            from local_message
            where phone = any(:phones)
            order by id
            """)
        .param("phones", numbers.toArray(String[]::new))
        .query(OnPhone.class)
        .list();
  }

  /** What was on the phones of who is erased keeps its place, but neither number nor words. */
  @EventListener
  void erase(Erased erased) {
    jdbc.sql(
            """
            update local_message set phone = '', text = ''
            where mother_id = any(:mothers)
              or inbound and phone in (
                select phone from mother where id = any(:mothers)
                union all
                select caregiver_phone from mother where id = any(:mothers))
            """)
        .param("mothers", erased.motherArray())
        .update();
  }

  /** Keeps what a person typed on her phone. */
  public void typed(String phone, String text, Instant at) {
    jdbc.sql(
            """
            insert into local_message (phone, channel, text, inbound, at)
            values (:phone, 'sms', :text, true, :at)
            """)
        .param("phone", phone)
        .param("text", text)
        .param("at", Times.utc(at))
        .update();
  }

  Outcome keep(String channel, Outgoing message) {
    jdbc.sql(
            """
            insert into local_message (reminder_id, mother_id, phone, channel, text, at)
            values (:reminderId, :motherId, :to, :channel, :text, :at)
            on conflict (reminder_id) do nothing
            """)
        .param("reminderId", message.reminderId())
        .param("motherId", message.motherId())
        .param("to", message.to())
        .param("channel", channel)
        .param("text", channel.equals("email") ? mail.plain(message) : message.text())
        .param("at", Times.utc(message.at()))
        .update();
    return find(message.reminderId()).orElseThrow();
  }

  Optional<Outcome> find(long reminderId) {
    return jdbc.sql("select id from local_message where reminder_id = :reminderId")
        .param("reminderId", reminderId)
        .query(Long.class)
        .optional()
        .map(id -> Outcome.accepted("local-" + id));
  }

  /** A local phone standing for one channel. */
  Channel as(String channel) {
    return new Channel() {
      @Override
      public String name() {
        return channel;
      }

      @Override
      public boolean sendsReceipts() {
        return false;
      }

      @Override
      public int ratePerSecond() {
        return 0;
      }

      @Override
      public Outcome send(Outgoing message, Duration deadline) {
        return keep(channel, message);
      }

      @Override
      public Optional<Outcome> find(long reminderId, int number) {
        return LocalPhones.this
            .find(reminderId)
            .or(() -> Optional.of(Outcome.refused("it never reached the phone")));
      }
    };
  }
}
