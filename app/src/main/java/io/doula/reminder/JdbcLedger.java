package io.doula.reminder;

import io.doula.channel.Outcome;
import io.doula.core.Columns;
import io.doula.core.Times;
import io.doula.family.Mothers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The ledger in PostgreSQL. */
@Component
class JdbcLedger implements Ledger {
  private static final Logger log = LoggerFactory.getLogger(JdbcLedger.class);

  private final JdbcClient jdbc;
  private final Claims claims;
  private final Courses courses;
  private final Channels channels;
  private final Rates rates;
  private final Guard guard;
  private final Mothers mothers;
  private final DeliverySettings settings;

  JdbcLedger(
      JdbcClient jdbc,
      Claims claims,
      Courses courses,
      Channels channels,
      Rates rates,
      Guard guard,
      Mothers mothers,
      DeliverySettings settings) {
    this.jdbc = jdbc;
    this.claims = claims;
    this.courses = courses;
    this.channels = channels;
    this.rates = rates;
    this.guard = guard;
    this.mothers = mothers;
    this.settings = settings;
  }

  @Override
  @Transactional
  public Batch claim(String channel, int limit, Instant now) {
    return claims.claim(channel, limit, now);
  }

  @Override
  @Transactional
  public int reroute(List<String> from, Instant dueBefore, int limit, Instant now) {
    return claims.reroute(from, dueBefore, limit, now);
  }

  /**
   * What is locked, in the order of everywhere: mothers, reminders, rates, blocks; those of one
   * kind by their keys.
   */
  @Override
  @Transactional
  public int close(List<Closing> closings) {
    learnOfHer(closings);
    Set<Long> moved = courses.write(closings.stream().map(this::step).toList());
    List<Closing> written =
        closings.stream().filter(c -> moved.contains(c.intent().reminderId())).toList();
    closeAttempts(written);
    pause(closings);
    block(closings);
    closings.stream()
        .filter(c -> !moved.contains(c.intent().reminderId()))
        .forEach(JdbcLedger::tooLate);
    return written.size();
  }

  private Courses.Step step(Closing closing) {
    Course course = closing.intent().course();
    Course after =
        course.after(
            closing.outcome(), closing.intent().ways(), settings.receiptWait(), closing.at());
    return new Courses.Step(course, after, closing.at());
  }

  /**
   * After their reminders were written, and so locked: who was erased meanwhile is seen. A
   * provider's id may hold her phone.
   */
  private void closeAttempts(List<Closing> closings) {
    if (closings.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            update attempt a
            set closed_at = c.at, outcome = c.outcome, detail = c.detail,
                provider_id = case when r.erased then null else c.provider_id end
            from unnest(:ids::bigint[], :numbers::smallint[], :ats::timestamptz[], :outcomes::text[],
              :providerIds::text[], :details::text[])
              as c (id, number, at, outcome, provider_id, detail)
            join reminder r on r.id = c.id
            where a.reminder_id = c.id and a.number = c.number and a.closed_at is null
            """)
        .param("ids", Columns.of(closings, c -> c.intent().reminderId()))
        .param("numbers", Columns.of(closings, c -> c.intent().number()))
        .param("ats", Columns.of(closings, Closing::at))
        .param("outcomes", Columns.of(closings, c -> c.outcome().kind()))
        .param("providerIds", Columns.of(closings, c -> c.outcome().providerId()))
        .param("details", Columns.of(closings, c -> c.outcome().detail()))
        .update();
  }

  /** What outcomes say about a mother; also one that comes too late for its own message. */
  private void learnOfHer(List<Closing> closings) {
    closings.stream()
        .filter(closing -> closing.intent().message() != null)
        .sorted(Comparator.comparingLong(JdbcLedger::motherId))
        .forEach(this::learnOfHer);
  }

  private void learnOfHer(Closing closing) {
    Outcome outcome = closing.outcome();
    if (outcome.kind() == Outcome.Kind.STOPPED) {
      mothers.optOutByHer(motherId(closing), closing.at());
    } else if (outcome.kind() == Outcome.Kind.UNREACHABLE) {
      Unreachable.remember(
          jdbc,
          motherId(closing),
          closing.intent().course().channel(),
          Objects.requireNonNull(closing.intent().message()).to(),
          String.valueOf(outcome.detail()),
          closing.at());
    }
  }

  private static long motherId(Closing closing) {
    return Objects.requireNonNull(closing.intent().message()).motherId();
  }

  /** A provider wants to be left alone. */
  private void pause(List<Closing> closings) {
    closings.stream()
        .filter(closing -> closing.outcome().pause() != null)
        .sorted(Comparator.comparing(JdbcLedger::channel))
        .forEach(
            closing ->
                rates.pause(
                    channel(closing),
                    Objects.requireNonNull(closing.outcome().pause()),
                    closing.at()));
  }

  /** What providers do not let us send, or let us send again. */
  private void block(List<Closing> closings) {
    Map<List<String>, Closing> last = new TreeMap<>(Comparator.comparing(List::toString));
    for (Closing closing : closings) {
      if (closing.outcome().kind() == Outcome.Kind.BLOCKED) {
        last.put(List.of(channel(closing), scope(closing)), closing);
      } else if (closing.outcome().kind() == Outcome.Kind.ACCEPTED
          && closing.intent().tries() != null) {
        last.put(List.of(channel(closing), closing.intent().tries()), closing);
      }
    }
    last.forEach((what, closing) -> block(what.get(0), what.get(1), closing));
  }

  private void block(String channel, String scope, Closing closing) {
    if (closing.outcome().kind() == Outcome.Kind.ACCEPTED) {
      Blocks.lift(jdbc, channel, scope);
      return;
    }
    Blocks.stand(jdbc, channel, scope, String.valueOf(closing.outcome().detail()), closing.at());
    log.atError()
        .addKeyValue("channel", channel)
        .addKeyValue("scope", scope)
        .addKeyValue("detail", closing.outcome().detail())
        .log("the provider does not let us send");
  }

  private static String channel(Closing closing) {
    return closing.intent().course().channel();
  }

  private static String scope(Closing closing) {
    String scope = closing.outcome().scope();
    return scope == null ? Blocks.ALL : scope;
  }

  private static void tooLate(Closing closing) {
    log.atInfo()
        .addKeyValue("reminder", closing.intent().reminderId())
        .addKeyValue("attempt", closing.intent().number())
        .addKeyValue("channel", closing.intent().course().channel())
        .addKeyValue("outcome", closing.outcome().kind())
        .log("an outcome came after a receipt or the end of its claim, not written");
  }

  @Override
  @Transactional
  public List<Intent> takeLapsed(int limit, Instant now) {
    return jdbc.sql(
            """
            with picked as (
              select id
              from reminder
              where state = 'SENDING' and lease_until <= :now
              order by lease_until
              limit :limit
              for update skip locked)
            update reminder r
            set epoch = r.epoch + 1, lease_until = :leaseUntil
            from picked
            where r.id = picked.id
            returning
            """
                + Courses.COLUMNS)
        .param("now", Times.utc(now))
        .param("limit", limit)
        .param("leaseUntil", Times.utc(now.plus(settings.lease())))
        .query((row, n) -> new Intent(Courses.read(row), List.of(), null, null))
        .list();
  }

  @Override
  @Transactional
  public int endWaits(int limit, Instant now) {
    List<Course> over =
        locked("r.state = 'UNKNOWN' and r.claim_at <= :now order by r.claim_at", limit, now);
    Set<Long> behind = LateReceipts.behind(jdbc, over);
    List<Courses.Step> steps =
        over.stream()
            .map(course -> new Courses.Step(course, afterWait(course, behind, now), now))
            .toList();
    return courses.write(steps).size();
  }

  private Course afterWait(Course course, Set<Long> behind, Instant now) {
    boolean sendsReceipts = channels.sendsReceipts(course.channel()) && !guard.holds(course);
    return sendsReceipts && behind.contains(course.id())
        ? course.waitOn(now)
        : course.afterWait(sendsReceipts, now);
  }

  @Override
  @Transactional
  public int expire(int limit, Instant now) {
    List<Courses.Step> steps = new ArrayList<>(guard.holding(limit, now));
    locked(
            """
            r.state in ('PLANNED', 'QUEUED', 'RETRY') and r.expires_at <= :now
              and (r.due_at >= :guardUntil or r.retried_at >= :guardFrom)
            order by r.expires_at
            """,
            limit,
            now)
        .forEach(course -> steps.add(new Courses.Step(course, course.expired(now), now)));
    return courses.write(steps).size();
  }

  private List<Course> locked(String which, int limit, Instant now) {
    return jdbc.sql(
            "select %s from reminder r where %s limit :limit for update of r skip locked"
                .formatted(Courses.COLUMNS, which))
        .param("limit", limit)
        .param("now", Times.utc(now))
        .param("guardUntil", guard.until())
        .param("guardFrom", guard.from())
        .query((row, n) -> Courses.read(row))
        .list();
  }
}
