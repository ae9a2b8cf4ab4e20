package io.doula.reminder;

import io.doula.channel.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of a world without a database: the same rules, each method as one commit. Every
 * reminder has a mother of its own with the same number.
 */
final class MemoryLedger implements Ledger {
  static final List<String> CHANNELS = List.of("whatsapp", "sms");
  private static final Hours ALL_DAY =
      new Hours(ZoneOffset.UTC, LocalTime.of(9, 0), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);
  private static final SpokenVisit VISIT =
      new SpokenVisit(0, 0, null, null, "ANTENATAL", List.of(), LocalDate.EPOCH, true);

  private final Duration lease;
  private final Duration receiptWait;
  private final Set<String> withReceipts;
  private final Map<Long, Course> courses = new TreeMap<>();
  private final Map<Long, Instant> leases = new HashMap<>();
  private final Map<Long, Boolean> stopped = new HashMap<>();
  private final List<Receipt> seen = new ArrayList<>();

  MemoryLedger(Duration lease, Duration receiptWait, Set<String> withReceipts) {
    this.lease = lease;
    this.receiptWait = receiptWait;
    this.withReceipts = withReceipts;
  }

  void plan(long id, Instant dueAt, Instant expiresAt) {
    courses.put(
        id,
        new Course(
            id, State.PLANNED, 0, "whatsapp", List.of(), 0, 0, 0, dueAt, expiresAt, dueAt, "due"));
  }

  Iterable<Course> all() {
    return courses.values();
  }

  /** She says stop: what waits ends with it. */
  void stop(long id, Instant now) {
    stopped.put(id, true);
    Course course = at(id);
    if (course.state().isWaiting()) {
      courses.put(id, course.end(State.CANCELLED, "she said stop", now));
    }
  }

  boolean isStopped(long id) {
    return stopped.containsKey(id);
  }

  boolean isHandedOver(long id) {
    return at(id).state() == State.SENDING;
  }

  void receive(Receipt receipt, Instant now) {
    if (seen.stream().anyMatch(r -> r.event().equals(receipt.event()))) {
      return;
    }
    seen.add(receipt);
    String[] named = String.valueOf(receipt.correlation()).split(":");
    Course course = at(Long.parseLong(named[0]));
    course
        .after(receipt, Integer.parseInt(named[1]), others(course), receiptWait, now)
        .ifPresent(after -> put(course, after));
  }

  private static List<String> others(Course course) {
    return CHANNELS.stream()
        .filter(c -> !c.equals(course.channel()) && !course.passed().contains(c))
        .toList();
  }

  @Override
  public Batch claim(String channel, int limit, Instant now) {
    List<Intent> intents = new ArrayList<>();
    List<Course> due = due(List.of(channel), now, limit);
    for (Course course : due) {
      LastQuestion.Answer answer = ask(course, Set.copyOf(CHANNELS), now);
      if (answer instanceof LastQuestion.Send send && send.channel().equals(channel)) {
        Course claimed = course.claimed(channel);
        put(course, claimed);
        leases.put(course.id(), now.plus(lease));
        intents.add(new Intent(claimed, send.ways(), Model.message(claimed, now), null));
      } else {
        follow(course, answer, false, now);
      }
    }
    return new Batch(due.size(), intents, false);
  }

  @Override
  public int reroute(List<String> from, Instant dueBefore, int limit, Instant now) {
    List<Course> due = due(from, dueBefore, limit);
    Set<String> setUp = Set.copyOf(CHANNELS.stream().filter(c -> !from.contains(c)).toList());
    due.forEach(course -> follow(course, ask(course, setUp, now), true, now));
    return due.size();
  }

  private void follow(Course course, LastQuestion.Answer answer, boolean passes, Instant now) {
    if (answer instanceof LastQuestion.Send send) {
      put(course, course.by(send.channel(), passes));
    } else if (answer instanceof LastQuestion.Later later) {
      put(course, course.later(later.at(), later.why()));
    } else if (answer instanceof LastQuestion.End end) {
      put(course, course.end(end.state(), end.why(), now));
    }
  }

  private LastQuestion.Answer ask(Course course, Set<String> setUp, Instant now) {
    return new LastQuestion(setUp, Blocks.none(), now)
        .ask(course, mother(course.id()), List.of(VISIT), "doula_due_v1/en");
  }

  private Person mother(long id) {
    @Nullable String unknown = null;
    return new Person(
        id,
        "Amina",
        "+254700000001",
        null,
        "en",
        CHANNELS,
        Set.of(),
        true,
        isStopped(id),
        null,
        unknown,
        unknown,
        unknown,
        "Kibera",
        "en",
        "who",
        ALL_DAY);
  }

  private List<Course> due(List<String> channels, Instant before, int limit) {
    return courses.values().stream()
        .filter(c -> c.state().isWaiting() && channels.contains(c.channel()))
        .filter(c -> !c.claimAt().isAfter(before))
        .sorted(Comparator.comparing(Course::claimAt).thenComparing(Course::id))
        .limit(limit)
        .toList();
  }

  @Override
  public int close(List<Closing> closings) {
    int written = 0;
    for (Closing closing : closings) {
      Course expected = closing.intent().course();
      Course now = at(expected.id());
      if (now.epoch() == expected.epoch() && now.state() == expected.state()) {
        put(
            now,
            expected.after(closing.outcome(), closing.intent().ways(), receiptWait, closing.at()));
        written++;
      }
    }
    return written;
  }

  @Override
  public List<Intent> takeLapsed(int limit, Instant now) {
    List<Intent> lapsed = new ArrayList<>();
    for (Course course : List.copyOf(courses.values())) {
      if (course.state() == State.SENDING && !leases.get(course.id()).isAfter(now)) {
        Course mine =
            new Course(
                course.id(),
                State.SENDING,
                course.epoch() + 1,
                course.channel(),
                course.passed(),
                course.refusals(),
                course.unclear(),
                course.attempts(),
                course.dueAt(),
                course.expiresAt(),
                course.claimAt(),
                course.why());
        put(course, mine);
        leases.put(course.id(), now.plus(lease));
        lapsed.add(new Intent(mine, List.of(), null, null));
      }
    }
    return lapsed;
  }

  @Override
  public int endWaits(int limit, Instant now) {
    List<Course> over =
        courses.values().stream()
            .filter(c -> c.state() == State.UNKNOWN && !c.claimAt().isAfter(now))
            .toList();
    over.forEach(c -> put(c, c.afterWait(withReceipts.contains(c.channel()), now)));
    return over.size();
  }

  @Override
  public int expire(int limit, Instant now) {
    List<Course> stale =
        courses.values().stream()
            .filter(c -> c.state().isWaiting() && !c.expiresAt().isAfter(now))
            .toList();
    stale.forEach(c -> put(c, c.expired(now)));
    return stale.size();
  }

  private Course at(long id) {
    return courses.get(id);
  }

  /** States only move forward: what reached her never goes back. */
  private void put(Course before, Course after) {
    if (before.state().way() > 0 && after.state().way() < before.state().way()) {
      boolean failedLater = before.state().way() <= State.SENT.way();
      if (!failedLater) {
        throw new AssertionError(before + " went back to " + after);
      }
    }
    courses.put(after.id(), after);
  }
}
