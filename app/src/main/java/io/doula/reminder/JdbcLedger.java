package io.doula.reminder;

import io.doula.channel.Outcome;
import io.doula.core.Columns;
import io.doula.core.Times;
import io.doula.family.Mothers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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

  @Override
  @Transactional
  public int close(List<Closing> closings) {
    closings.stream().filter(JdbcLedger::saysStopped).forEach(this::stop);
    remember(closings.stream().filter(JdbcLedger::saysUnreachable).toList());
    Set<Long> moved = courses.write(closings.stream().map(this::step).toList());
    List<Closing> written =
        closings.stream().filter(c -> moved.contains(c.intent().reminderId())).toList();
    closeAttempts(written);
    written.forEach(this::learn);
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

  private void closeAttempts(List<Closing> closings) {
    if (closings.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            update attempt a
            set closed_at = c.at, outcome = c.outcome, provider_id = c.provider_id, detail = c.detail
            from unnest(:ids::bigint[], :numbers::smallint[], :ats::timestamptz[], :outcomes::text[],
              :providerIds::text[], :details::text[])
              as c (id, number, at, outcome, provider_id, detail)
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

  /** What an outcome says about more than its own message. */
  private void learn(Closing closing) {
    Outcome outcome = closing.outcome();
    String channel = closing.intent().course().channel();
    if (outcome.kind() == Outcome.Kind.BLOCKED) {
      String scope = outcome.scope() == null ? Blocks.ALL : outcome.scope();
      Blocks.stand(jdbc, channel, scope, String.valueOf(outcome.detail()), closing.at());
      log.error("{} does not let us send {}: {}", channel, scope, outcome.detail());
    }
    if (outcome.pause() != null) {
      rates.pause(channel, outcome.pause(), closing.at());
    }
    if (outcome.kind() == Outcome.Kind.ACCEPTED && closing.intent().tries() != null) {
      Blocks.lift(jdbc, channel, Objects.requireNonNull(closing.intent().tries()));
    }
  }

  private static boolean saysUnreachable(Closing closing) {
    return closing.outcome().kind() == Outcome.Kind.UNREACHABLE
        && closing.intent().message() != null;
  }

  private static boolean saysStopped(Closing closing) {
    return closing.outcome().kind() == Outcome.Kind.STOPPED && closing.intent().message() != null;
  }

  private void stop(Closing closing) {
    mothers.optOutByHer(
        Objects.requireNonNull(closing.intent().message()).motherId(), closing.at());
  }

  private void remember(List<Closing> closings) {
    for (Closing closing : closings) {
      Unreachable.remember(
          jdbc,
          Objects.requireNonNull(closing.intent().message()).motherId(),
          closing.intent().course().channel(),
          closing.intent().message().to(),
          String.valueOf(closing.outcome().detail()),
          closing.at());
    }
  }

  private static void tooLate(Closing closing) {
    log.info(
        "reminder {} attempt {}: its outcome {} came after a receipt or the end of its claim, not written",
        closing.intent().reminderId(),
        closing.intent().number(),
        closing.outcome().kind());
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
    return courses
        .write(
            over.stream()
                .map(course -> new Courses.Step(course, afterWait(course, now), now))
                .toList())
        .size();
  }

  private Course afterWait(Course course, Instant now) {
    return course.afterWait(channels.sendsReceipts(course.channel()) && !guard.holds(course), now);
  }

  @Override
  @Transactional
  public int expire(int limit, Instant now) {
    List<Courses.Step> steps = new ArrayList<>(guard.holding(limit, now));
    locked(
            "r.state in ('PLANNED', 'QUEUED', 'RETRY') and r.expires_at <= :now order by r.expires_at",
            limit,
            now)
        .stream()
        .filter(course -> steps.stream().noneMatch(s -> s.before().id() == course.id()))
        .forEach(course -> steps.add(new Courses.Step(course, course.expired(now), now)));
    return courses.write(steps).size();
  }

  private List<Course> locked(String which, int limit, Instant now) {
    return jdbc.sql(
            "select %s from reminder r where %s limit :limit for update of r skip locked"
                .formatted(Courses.COLUMNS, which))
        .param("limit", limit)
        .param("now", Times.utc(now))
        .query((row, n) -> Courses.read(row))
        .list();
  }
}
