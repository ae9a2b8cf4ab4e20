package io.doula.reminder;

import io.doula.channel.Channel;
import io.doula.channel.Outcome;
import io.doula.channel.Outgoing;
import io.doula.channel.Receipt;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A world in which everything happens that can: workers work, stop for a while, die and come back,
 * before and after every commit and every socket write; the clock jumps; providers accept, refuse,
 * cut off and send receipts late, twice and out of order; mothers say stop. The program's own
 * {@link Delivery}, {@link Course} and {@link LastQuestion} run in it.
 */
final class Model {
  private static final DeliverySettings SETTINGS =
      new DeliverySettings(
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          4,
          null);
  private static final int REMINDERS = 3;
  private static final int WORKERS = 3;
  private static final int DEEPEST = 4;
  private static final Instant START = Instant.parse("2026-03-12T06:00:00Z");
  private static final long[] JUMPS = {0, 20, 900, 4_000, 11_000, 31_000, 62_000, 600_000};

  private final Random random;
  private final Set<String> withReceipts;
  private final MemoryLedger ledger;
  private final Worker[] workers = new Worker[WORKERS];
  private final Map<Receipt, Instant> underway = new HashMap<>();
  private final Map<Long, Integer> reached = new HashMap<>();
  private final Map<Long, Instant> stopAsked = new HashMap<>();
  private final Set<Long> stopAnswered = new HashSet<>();
  private final List<List<Ledger.Closing>> late = new ArrayList<>();
  private Instant now = START;
  private boolean calm;
  private int depth;
  private int events;

  Model(long seed) {
    this.random = new Random(seed);
    this.withReceipts = random.nextInt(4) == 0 ? Set.of("sms") : Set.of("whatsapp", "sms");
    this.ledger = new MemoryLedger(SETTINGS.lease(), SETTINGS.receiptWait(), withReceipts);
    for (int i = 0; i < WORKERS; i++) {
      workers[i] = new Worker();
    }
    for (long id = 1; id <= REMINDERS; id++) {
      ledger.plan(id, START.plusSeconds(random.nextInt(60)), START.plusSeconds(12 * 3600));
    }
  }

  /** Chaos, then calm, in which everything must come to an end. */
  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      something();
    }
    calm = true;
    for (int i = 0; i < 60 && !isOver(); i++) {
      for (Worker worker : workers) {
        worker.round();
      }
      pass(Duration.ofMinutes(1 + i / 4));
    }
    for (Course course : ledger.all()) {
      ended(course);
    }
  }

  private boolean isOver() {
    for (Course course : ledger.all()) {
      if (!isAtItsEnd(course)) {
        return false;
      }
    }
    return underway.isEmpty();
  }

  private boolean isAtItsEnd(Course course) {
    return course.state().isEnded()
        || course.state() == State.UNKNOWN && course.claimAt().equals(Course.HELD);
  }

  /** Nothing is lost: it reached her, or it says why not and where it is. */
  private void ended(Course course) {
    int copies = reached.getOrDefault(course.id(), 0);
    check(isAtItsEnd(course), "no end: " + course);
    check(!course.why().isBlank(), "no reason: " + course);
    boolean mayBeHeld = !withReceipts.contains(course.channel()) || course.unclear() > 1;
    check(course.state() != State.UNKNOWN || mayBeHeld, "held without need: " + course);
    check(course.state().way() == 0 || copies == 1, "it says sent, and is not: " + course);
    check(
        course.state().way() > 0 || copies == 0 || course.state() == State.UNKNOWN,
        "it says not sent, and is: " + course);
    check(course.state() != State.EXPIRED || !now.isBefore(course.expiresAt()), "early: " + course);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  private void something() {
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3, 4 -> workers[random.nextInt(WORKERS)].round();
      case 5, 6, 7, 8 -> pass(Duration.ofMillis(JUMPS[random.nextInt(JUMPS.length)]));
      case 9 -> someReceipt();
      case 10 -> someLateWrite();
      default -> {
        if (random.nextInt(4) == 0) {
          stop(1 + random.nextInt(REMINDERS));
        }
      }
    }
  }

  /** Between any two steps of a worker: others go on, time passes, or the worker dies. */
  private void between(Worker worker, boolean mayPause) {
    answerStops();
    if (!calm && depth < DEEPEST) {
      depth++;
      try {
        int what = random.nextInt(24);
        if (what == 0) {
          worker.die();
        } else if (what < 4 && mayPause) {
          pass(Duration.ofMillis(JUMPS[random.nextInt(JUMPS.length)]));
        } else if (what < 11) {
          somethingElse(worker, mayPause);
        }
      } finally {
        depth--;
      }
    }
    worker.mustLive();
  }

  private void somethingElse(Worker busy, boolean mayPause) {
    Worker other = workers[random.nextInt(WORKERS)];
    if (other != busy && mayPause) {
      other.round();
    } else if (random.nextInt(3) == 0) {
      someLateWrite();
    } else if (random.nextInt(4) == 0) {
      stop(1 + random.nextInt(REMINDERS));
    } else {
      someReceipt();
    }
  }

  /** Receipts come before the wait for them is over; some come twice. */
  private void pass(Duration time) {
    Instant then = now.plus(time);
    for (Receipt receipt : List.copyOf(underway.keySet())) {
      Instant at = underway.getOrDefault(receipt, Instant.MAX);
      if (!at.isAfter(then)) {
        now = at.isAfter(now) ? at : now;
        deliver(receipt);
      }
    }
    now = then.isAfter(now) ? then : now;
    answerStops();
  }

  private void someReceipt() {
    List<Receipt> all = List.copyOf(underway.keySet());
    if (!all.isEmpty()) {
      deliver(all.get(random.nextInt(all.size())));
    }
  }

  /** A process that seemed dead was only stopped, and writes what it had to say. */
  private void someLateWrite() {
    if (!late.isEmpty()) {
      ledger.close(late.remove(random.nextInt(late.size())));
    }
  }

  private void deliver(Receipt receipt) {
    ledger.receive(receipt, now);
    if (calm || random.nextInt(5) > 0) {
      underway.remove(receipt);
    }
  }

  private void stop(long id) {
    ledger.stop(id, now);
    stopAsked.putIfAbsent(id, now);
    answerStops();
  }

  /** The 2xx to a stop is given when nothing of hers is being handed over, or can be any more. */
  private void answerStops() {
    stopAsked.forEach(
        (id, asked) -> {
          if (!ledger.isHandedOver(id) || now.isAfter(asked.plus(SETTINGS.handover()))) {
            stopAnswered.add(id);
          }
        });
  }

  static Outgoing message(Course course, Instant now) {
    return new Outgoing(
        course.id(),
        course.attempts(),
        course.id(),
        "+254700000001",
        "en",
        "doula_due_v1",
        List.of(),
        "",
        "",
        "",
        now);
  }

  /** A process; after its death a new one takes its place. */
  private final class Worker {
    private boolean dead;
    private boolean busy;
    private Delivery delivery = start();

    private Delivery start() {
      List<Channel> channels = new ArrayList<>();
      MemoryLedger.CHANNELS.forEach(name -> channels.add(new Provider(name, this)));
      CircuitBreakerConfig breaker =
          CircuitBreakerConfig.from(Line.BREAKER)
              .currentTimestampFunction(clock -> now.toEpochMilli(), TimeUnit.MILLISECONDS)
              .build();
      Ledger commits = new InterruptedLedger(ledger, () -> between(this, true), late::add);
      return new Delivery(commits, new Channels(channels), SETTINGS, Runnable::run, breaker);
    }

    void round() {
      if (busy) {
        return;
      }
      if (dead) {
        dead = false;
        delivery = start();
      }
      busy = true;
      try {
        Instant read = now;
        delivery.upkeep(now);
        Reading reading = new Reading(read, () -> Duration.between(read, now));
        for (String channel : MemoryLedger.CHANNELS) {
          delivery.deliver(channel, reading);
        }
      } catch (Killed e) {
        // its place is taken at the next round
      } finally {
        busy = false;
      }
    }

    void die() {
      dead = true;
    }

    void mustLive() {
      if (dead) {
        throw new Killed();
      }
    }
  }

  /** {@code kill -9}: no handler of ours sees it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed() {
      super("killed", null, false, false);
    }
  }

  private final class Provider implements Channel {
    private final String name;
    private final Worker worker;

    Provider(String name, Worker worker) {
      this.name = name;
      this.worker = worker;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public boolean sendsReceipts() {
      return withReceipts.contains(name);
    }

    @Override
    public int ratePerSecond() {
      return 0;
    }

    @Override
    public Outcome send(Outgoing message, Duration deadline) {
      between(worker, false);
      int luck = calm ? 99 : random.nextInt(100);
      if (luck < 8) {
        return Outcome.refused("no connection");
      }
      check(!stopAnswered.contains(message.reminderId()), "sent after a stop was answered");
      Outcome answer = answer(message, luck);
      between(worker, true);
      return luck >= 24 && luck < 40 ? Outcome.unknown("cut off") : answer;
    }

    private Outcome answer(Outgoing message, int luck) {
      if (luck < 16) {
        return luck < 12 ? Outcome.unreachable("not here") : Outcome.rejected("too odd");
      }
      if (luck < 24) {
        return Outcome.unknown("cut off before acceptance");
      }
      boolean fails = sendsReceipts() && !calm && luck < 30;
      if (!fails) {
        int copies = reached.merge(message.reminderId(), 1, Integer::sum);
        check(copies == 1, "sent twice: " + message.reminderId());
      }
      if (sendsReceipts()) {
        receipts(message, fails);
      }
      return Outcome.accepted("id-" + message.correlation());
    }

    private void receipts(Outgoing message, boolean fails) {
      List<Receipt.Status> statuses =
          fails
              ? List.of(Receipt.Status.FAILED)
              : List.of(Receipt.Status.SENT, Receipt.Status.DELIVERED, Receipt.Status.READ);
      for (Receipt.Status status : statuses) {
        Receipt receipt =
            new Receipt(
                name,
                "event-" + events++,
                message.correlation(),
                "id-" + message.correlation(),
                status,
                fails ? Outcome.Kind.UNREACHABLE : null,
                null,
                null,
                now);
        long wait = SETTINGS.receiptWait().toMillis();
        underway.put(receipt, now.plusMillis((long) (random.nextDouble() * wait)));
      }
    }
  }
}
