package io.doula.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Triggers that write down every move of a reminder and every second word on an attempt. */
final class Journal {
  private static final List<String> TABLES =
      List.of(
          """
          create table bench_move (
            id bigint generated always as identity, reminder_id bigint, from_state text, to_state text,
            from_epoch integer, to_epoch integer, at timestamptz default clock_timestamp())
          """,
          """
          create table bench_second_word (
            reminder_id bigint, number smallint, first_word text, second_word text,
            at timestamptz default clock_timestamp())
          """,
          """
          create function bench_move() returns trigger language plpgsql security definer as $$
          begin
            insert into bench_move (reminder_id, from_state, to_state, from_epoch, to_epoch)
            values (old.id, old.state, new.state, old.epoch, new.epoch);
            return null;
          end $$
          """,
          """
          create function bench_second_word() returns trigger language plpgsql security definer as $$
          begin
            insert into bench_second_word (reminder_id, number, first_word, second_word)
            values (old.reminder_id, old.number, old.outcome, new.outcome);
            return null;
          end $$
          """,
          """
          create trigger bench_move after update on reminder for each row
          when (old.state <> new.state or old.epoch <> new.epoch) execute function bench_move()
          """,
          """
          create trigger bench_second_word after update on attempt for each row
          when (old.outcome is not null and old.outcome is distinct from new.outcome)
          execute function bench_second_word()
          """);

  /**
   * A move back, out of an end, or to an older epoch; and a word on an attempt that says less than
   * the first, or anything after a refusal. Receipts may settle an unclear one and move it forward.
   */
  private static final String STALE =
      """
      select format('reminder %s: %s (%s) -> %s (%s)', reminder_id, from_state, from_epoch, to_state, to_epoch)
      from bench_move
      where to_epoch < from_epoch
         or from_state in ('SUPPRESSED', 'CANCELLED', 'EXPIRED', 'READ') and to_state <> from_state
         or from_state = 'DELIVERED' and to_state not in ('DELIVERED', 'READ')
         or from_state = 'SENT' and to_state not in ('SENT', 'DELIVERED', 'READ', 'FAILED')
         or from_state = 'ACCEPTED' and to_state not in ('ACCEPTED', 'SENT', 'DELIVERED', 'READ', 'FAILED')
      union all
      select format('attempt %s:%s: %s -> %s', reminder_id, number, first_word, second_word)
      from bench_second_word
      where first_word <> 'UNKNOWN'
        and coalesce(array_position(array['ACCEPTED', 'SENT', 'DELIVERED', 'READ'], first_word), 9)
          > coalesce(array_position(array['ACCEPTED', 'SENT', 'DELIVERED', 'READ'], second_word), 0)
      """;

  private Journal() {}

  static void begin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : TABLES) {
        statement.execute(sql);
      }
    }
  }

  static List<String> staleWrites(Connection connection) throws SQLException {
    return Rows.all(connection, STALE, row -> row.getString(1));
  }
}
