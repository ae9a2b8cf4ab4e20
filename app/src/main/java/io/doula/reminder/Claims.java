package io.doula.reminder;

import io.doula.channel.Channel;
import io.doula.channel.Outgoing;
import io.doula.core.Times;
import io.doula.message.Message;
import io.doula.message.MessageKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Takes what is due so that no other worker has it, and asks the last question of each. */
@Component
class Claims {
  private static final Logger log = LoggerFactory.getLogger(Claims.class);
  private static final Duration ASIDE = Duration.ofMinutes(15);

  /**
   * The claim. Who is being changed at this moment is passed over, and so is who waits to be
   * planned anew; while a claim is open, nobody says stop: she is locked with her reminder, so a
   * stop either comes before the last question or waits until the attempt stands in the table,
   * where it is seen.
   */
  static final String DUE =
      """
      select r.mother_id, r.kind,
      """
          + Courses.COLUMNS
          + """
            from reminder r
            join mother m on m.id = r.mother_id
            where r.state in ('PLANNED', 'QUEUED', 'RETRY') and r.channel = :channel
              and r.claim_at <= :dueBefore and m.replan_at > :now
              and (r.due_at >= :guardUntil or r.retried_at >= :guardFrom)
            order by r.claim_at, r.id
            limit :limit
            for update of r skip locked
            for share of m skip locked
            """;

  private final JdbcClient jdbc;
  private final Courses courses;
  private final Channels channels;
  private final Rates rates;
  private final Guard guard;
  private final Wording wording;
  private final DeliverySettings settings;

  Claims(
      JdbcClient jdbc,
      Courses courses,
      Channels channels,
      Rates rates,
      Guard guard,
      Wording wording,
      DeliverySettings settings) {
    this.jdbc = jdbc;
    this.courses = courses;
    this.channels = channels;
    this.rates = rates;
    this.guard = guard;
    this.wording = wording;
    this.settings = settings;
  }

  private record Due(Course course, long motherId, MessageKind kind) {
    static Due read(ResultSet row, int n) throws SQLException {
      return new Due(
          Courses.read(row), row.getLong("mother_id"), MessageKind.valueOf(row.getString("kind")));
    }
  }

  /** See {@link Ledger#claim}; within a transaction. */
  Ledger.Batch claim(String name, int limit, Instant now) {
    Channel channel = channels.get(name);
    int left = rates.left(channel, limit, now);
    if (left == 0) {
      return new Ledger.Batch(0, List.of(), true);
    }
    Asked asked = ask(List.of(name), channels.names(), Set.of(), now, left, now);
    List<Intent> intents =
        asked.sends.stream().filter(i -> i.course().channel().equals(name)).toList();
    List<Intent> elsewhere =
        asked.sends.stream().filter(i -> !i.course().channel().equals(name)).toList();
    if (!intents.isEmpty()) {
      courses.open(intents, now.plus(settings.lease()), now);
      rates.spend(channel, intents.size(), now);
    }
    elsewhere.forEach(intent -> asked.move(intent, false, now));
    courses.write(asked.steps);
    asked.blocks.save(jdbc);
    return new Ledger.Batch(asked.looked, intents, left < limit && asked.looked == left);
  }

  /** See {@link Ledger#reroute}; within a transaction. */
  int reroute(List<String> from, Instant dueBefore, int limit, Instant now) {
    Set<String> others = new HashSet<>(channels.names());
    from.forEach(others::remove);
    Set<String> down = new HashSet<>(channels.names());
    down.retainAll(from);
    Asked asked = ask(from, others, down, dueBefore, limit, now);
    asked.sends.forEach(intent -> asked.move(intent, !down.isEmpty(), now));
    courses.write(asked.steps);
    return asked.looked;
  }

  /** What the last question answered of some reminders. */
  private static final class Asked {
    final Map<Long, Course> before;
    final Blocks blocks;
    final int looked;
    final List<Intent> sends = new ArrayList<>();
    final List<Courses.Step> steps = new ArrayList<>();

    Asked(List<Due> due, Blocks blocks) {
      this.before = due.stream().collect(Collectors.toMap(d -> d.course.id(), Due::course));
      this.blocks = blocks;
      this.looked = due.size();
    }

    /** Another channel is to take it: it waits in that one's line, unclaimed. */
    void move(Intent intent, boolean passes, Instant now) {
      Course before = Objects.requireNonNull(this.before.get(intent.reminderId()));
      steps.add(new Courses.Step(before, before.by(intent.course().channel(), passes), now));
    }
  }

  private Asked ask(
      List<String> on,
      Set<String> setUp,
      Set<String> down,
      Instant dueBefore,
      int limit,
      Instant now) {
    List<Due> due = new ArrayList<>();
    for (String channel : on) {
      due.addAll(due(channel, dueBefore, limit - due.size(), now));
    }
    Asked asked = new Asked(due, due.isEmpty() ? Blocks.none() : Blocks.load(jdbc));
    if (due.isEmpty()) {
      return asked;
    }
    Map<Long, Person> people = people(mothers(due));
    Map<Long, List<SpokenVisit>> visits =
        SpokenVisit.of(jdbc, due.stream().map(d -> d.course.id()).toList());
    LastQuestion question = new LastQuestion(setUp, down, asked.blocks, now);
    for (Due one : due) {
      try {
        Person person = Objects.requireNonNull(people.get(one.motherId));
        ask(one, person, visits.getOrDefault(one.course.id(), List.of()), question, asked);
      } catch (RuntimeException e) {
        asked.steps.add(setAside(one.course, e, now));
      }
    }
    return asked;
  }

  /** One that can't be written keeps no other back: it waits until somebody mended the cause. */
  private static Courses.Step setAside(Course course, RuntimeException fault, Instant now) {
    String what = fault.getClass().getSimpleName();
    log.error("reminder {} can't be written, it waits: {}", course.id(), what);
    String why = "it could not be written (%s), to be tried again".formatted(what);
    return new Courses.Step(course, course.later(now.plus(ASIDE), why), now);
  }

  /** All that can be read; a record that can't keeps no other back. */
  private Map<Long, Person> people(Set<Long> ids) {
    try {
      return Person.load(jdbc, ids);
    } catch (DataAccessException e) {
      throw e;
    } catch (RuntimeException e) {
      Map<Long, Person> readable = new HashMap<>();
      if (ids.size() > 1) {
        ids.forEach(id -> readable.putAll(people(Set.of(id))));
      }
      return readable;
    }
  }

  private void ask(
      Due due, Person person, List<SpokenVisit> visits, LastQuestion question, Asked asked) {
    Course course = due.course;
    Instant now = question.now();
    List<SpokenVisit> open = visits.stream().filter(SpokenVisit::open).toList();
    @Nullable Message message = open.isEmpty() ? null : wording.message(due.kind, person, open);
    String set = message == null ? "" : message.set();
    LastQuestion.Answer answer = question.ask(course, person, open, set);
    if (answer instanceof LastQuestion.Send send) {
      Course claimed = course.claimed(send.channel());
      Outgoing outgoing =
          wording.write(claimed, person, Objects.requireNonNull(message), send, now);
      boolean goes = send.channel().equals(course.channel());
      @Nullable String tries = goes && asked.blocks.sent(send.channel(), set, now) ? set : null;
      asked.sends.add(new Intent(claimed, send.ways(), outgoing, tries));
    } else if (answer instanceof LastQuestion.Later later) {
      asked.steps.add(new Courses.Step(course, course.later(later.at(), later.why()), now));
    } else if (answer instanceof LastQuestion.End end) {
      asked.steps.add(new Courses.Step(course, course.end(end.state(), end.why(), now), now));
    }
  }

  private List<Due> due(String channel, Instant dueBefore, int limit, Instant now) {
    return jdbc.sql(DUE)
        .param("channel", channel)
        .param("dueBefore", Times.utc(dueBefore))
        .param("now", Times.utc(now))
        .param("limit", limit)
        .param("guardUntil", guard.until())
        .param("guardFrom", guard.from())
        .query(Due::read)
        .list();
  }

  private static Set<Long> mothers(List<Due> due) {
    return due.stream().map(Due::motherId).collect(Collectors.toSet());
  }
}
