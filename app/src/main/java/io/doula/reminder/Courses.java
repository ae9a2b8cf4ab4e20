package io.doula.reminder;

import io.doula.core.Columns;
import io.doula.core.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The courses of reminders in their table. */
@Component
class Courses {
  /** The columns of a course, of a table named r. */
  static final String COLUMNS =
      """
      r.id, r.state, r.epoch, r.channel, r.passed, r.refusals, r.unclear, r.attempts, r.due_at,
      r.expires_at, r.claim_at, r.why
      """;

  private final JdbcClient jdbc;

  Courses(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Where one stands, for a person whose decision does not fit: its state, and its end. */
  static String standing(JdbcClient jdbc, long id) {
    Course course =
        jdbc.sql("select " + COLUMNS + "from reminder r where r.id = :id")
            .param("id", id)
            .query((row, n) -> read(row))
            .single();
    return "%s, and its time ends at %s".formatted(course.state(), course.expiresAt());
  }

  static Course read(ResultSet row) throws SQLException {
    return new Course(
        row.getLong("id"),
        State.valueOf(row.getString("state")),
        row.getInt("epoch"),
        row.getString("channel"),
        Arrays.asList((String[]) row.getArray("passed").getArray()),
        row.getInt("refusals"),
        row.getInt("unclear"),
        row.getInt("attempts"),
        row.getObject("due_at", OffsetDateTime.class).toInstant(),
        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
        row.getObject("claim_at", OffsetDateTime.class).toInstant(),
        row.getString("why"));
  }

  /**
   * A step of a course.
   *
   * @param before as it was read: its epoch and state are expected
   */
  record Step(Course before, Course after, Instant at) {
    private String claimAt() {
      return after.claimAt().equals(Course.HELD) ? "infinity" : after.claimAt().toString();
    }

    private Object endedAt() {
      return after.state().isEnded() ? at : "";
    }
  }

  /**
   * Writes many steps in one statement.
   *
   * @return the reminders that were as expected, and have moved
   */
  Set<Long> write(List<Step> steps) {
    if (steps.isEmpty()) {
      return Set.of();
    }
    return new HashSet<>(
        jdbc.sql(
                """
                with step as (
                  select *
                  from unnest(:ids::bigint[], :epochs::int[], :befores::text[], :states::text[],
                    :whys::text[], :channels::text[], :passed::text[], :refusals::smallint[],
                    :unclear::smallint[], :attempts::smallint[], :claimAts::timestamptz[],
                    :endedAts::text[])
                    as s (id, epoch, before, state, why, channel, passed, refusals, unclear,
                      attempts, claim_at, ended_at)),
                expected as (
                  select r.id
                  from reminder r
                  join step s on s.id = r.id and s.epoch = r.epoch and s.before = r.state
                  order by r.id
                  for update of r)
                update reminder r
                set state = s.state, why = s.why, channel = s.channel,
                    passed = string_to_array(s.passed, ','), refusals = s.refusals,
                    unclear = s.unclear, attempts = greatest(r.attempts, s.attempts),
                    claim_at = s.claim_at,
                    ended_at = cast(nullif(s.ended_at, '') as timestamptz), lease_until = null
                from step s
                join expected e on e.id = s.id
                where r.id = s.id
                returning r.id
                """)
            .param("ids", Columns.of(steps, step -> step.after.id()))
            .param("epochs", Columns.of(steps, step -> step.before.epoch()))
            .param("befores", Columns.of(steps, step -> step.before.state()))
            .param("states", Columns.of(steps, step -> step.after.state()))
            .param("whys", Columns.of(steps, step -> step.after.why()))
            .param("channels", Columns.of(steps, step -> step.after.channel()))
            .param("passed", Columns.of(steps, step -> String.join(",", step.after.passed())))
            .param("refusals", Columns.of(steps, step -> step.after.refusals()))
            .param("unclear", Columns.of(steps, step -> step.after.unclear()))
            .param("attempts", Columns.of(steps, step -> step.after.attempts()))
            .param("claimAts", Columns.of(steps, Step::claimAt))
            .param("endedAts", Columns.of(steps, Step::endedAt))
            .query(Long.class)
            .list());
  }

  /**
   * Opens an attempt on each, which is claimed with it. Their rows are locked. That a message was
   * begun is entered in the trail by the same statement: sending takes no round trip more for it.
   */
  void open(List<Intent> intents, Instant leaseUntil, Instant now) {
    jdbc.sql(
            """
            with opening as (
              select *
              from unnest(:ids::bigint[], :epochs::int[], :numbers::smallint[], :said::text[],
                :languages::text[])
                as o (id, epoch, number, said, language)),
            claimed as (
              update reminder r
              set state = 'SENDING', epoch = o.epoch, attempts = o.number, lease_until = :leaseUntil
              from opening o
              where r.id = o.id and r.epoch = o.epoch - 1
              returning r.id, r.mother_id, r.attempts, r.channel, r.epoch, o.said, o.language),
            logged as (
              insert into trail (at, actor, deed, thing, thing_id, mothers, clinic_id, fields)
              select :now, 'PROGRAM', 'MESSAGED', 'REMINDER', c.id, array[c.mother_id], m.clinic_id,
                array[c.channel]
              from claimed c
              join mother m on m.id = c.mother_id)
            insert into attempt (reminder_id, number, channel, epoch, opened_at, said, said_in)
            select id, attempts, channel, epoch, :now, said, language from claimed
            """)
        .param("ids", Columns.of(intents, Intent::reminderId))
        .param("epochs", Columns.of(intents, intent -> intent.course().epoch()))
        .param("numbers", Columns.of(intents, Intent::number))
        .param("said", Columns.of(intents, Courses::said))
        .param("languages", Columns.of(intents, Courses::language))
        .param("leaseUntil", Times.utc(leaseUntil))
        .param("now", Times.utc(now))
        .update();
  }

  private static @Nullable String said(Intent intent) {
    return intent.message() == null ? null : intent.message().text();
  }

  private static @Nullable String language(Intent intent) {
    return intent.message() == null ? null : intent.message().language();
  }
}
