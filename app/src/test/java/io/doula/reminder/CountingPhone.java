package io.doula.reminder;

import io.doula.channel.Channel;
import io.doula.channel.Outcome;
import io.doula.channel.Outgoing;
import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A provider that takes whatever it is handed, as often as it is handed it, and can say afterwards
 * what it took. Its book outlives the worker that called it.
 */
class CountingPhone implements Channel {
  static final String BOOK = "create table if not exists handed_over (reminder_id bigint not null)";

  private final JdbcClient jdbc;

  CountingPhone(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public String name() {
    return "sms";
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
    jdbc.sql("insert into handed_over (reminder_id) values (:id)")
        .param("id", message.reminderId())
        .update();
    return Outcome.accepted("counted");
  }

  @Override
  public Optional<Outcome> find(long reminderId, int number) {
    boolean taken =
        jdbc.sql("select exists (select from handed_over where reminder_id = :id)")
            .param("id", reminderId)
            .query(Boolean.class)
            .single();
    return Optional.of(taken ? Outcome.accepted("counted") : Outcome.refused("it never came"));
  }
}
