package io.doula.bench;

import io.doula.bench.Crew.Worker;
import io.doula.bench.parts.Children;
import io.doula.bench.parts.Redis;
import io.doula.bench.provider.Conduct;
import io.doula.bench.provider.Weather;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What goes wrong, one thing after another, while reminders leave. */
final class Scenes {
  /** Of 1,000 requests, while processes are killed. */
  static final Weather CHANGEABLE =
      Weather.with(
          Map.of(
              Conduct.ACCEPT_THEN_CUT, 10,
              Conduct.ACCEPT_THEN_500, 10,
              Conduct.ACCEPT_THEN_HANG, 2,
              Conduct.CUT, 5,
              Conduct.HANG, 2,
              Conduct.ERROR_500, 5,
              Conduct.PAIR_LIMIT, 10,
              Conduct.NOT_REACHABLE, 2));

  /** Every second request. */
  private static final Weather BAD =
      Weather.with(
          Map.of(
              Conduct.ERROR_500, 150,
              Conduct.ACCEPT_THEN_500, 150,
              Conduct.PAIR_LIMIT, 100,
              Conduct.TOO_MANY, 50,
              Conduct.CUT, 50));

  private static final Weather SILENT = Weather.with(Map.of(Conduct.HANG, 1000));

  private static final int FREEZES = 2;

  private final Ward ward;
  private final Crew crew;
  private final Recovery recovery;
  private final Duration lease;
  private final Random random = new Random();
  private final List<Worker> steady = new ArrayList<>();
  private final Map<String, Object> counts = Collections.synchronizedMap(new LinkedHashMap<>());
  private final List<Span> freezes = new CopyOnWriteArrayList<>();

  Scenes(Ward ward, Crew crew, Recovery recovery, Duration lease) {
    this.ward = ward;
    this.crew = crew;
    this.recovery = recovery;
    this.lease = lease;
  }

  /** A time during which something was wrong. */
  record Span(Instant from, Instant to) {}

  /** When a worker was frozen. */
  List<Span> freezes() {
    return freezes;
  }

  /** Something that takes its time. */
  interface Scene {
    void play() throws IOException, InterruptedException;
  }

  /** How often each thing went wrong. */
  Map<String, Object> counts() {
    return counts;
  }

  /** Two workers; at random moments one of them is killed and another comes in its place. */
  void randomKills(int kills) throws IOException, InterruptedException {
    Say.line("%d random kills", kills);
    ward.provider().weather(CHANGEABLE);
    steady.add(crew.hire());
    steady.add(crew.hire());
    for (int i = 0; i < kills; i++) {
      int which = random.nextInt(steady.size());
      crew.awaitWork(steady.get(which), 1);
      Thread.sleep(random.nextInt(1500));
      recovery.kill(steady.get(which).process());
      steady.set(which, crew.hire());
    }
    counts.put("random kills", kills);
  }

  /** The directed kills, beside a worker that is frozen and one whose clock is wrong. */
  void beside(Scene directed) throws IOException, InterruptedException {
    Say.line("directed kills, freezes, a wrong clock");
    Worker last = steady.remove(1);
    recovery.kill(last.process());
    Worker wrong = wrongClock();
    Thread freezes = new Thread(this::freeze, "freezes");
    freezes.start();
    directed.play();
    freezes.join();
    counts.put(
        "handed over with a clock two hours off", wrong == null ? "not run: no cc" : work(wrong));
    if (wrong != null) {
      recovery.kill(wrong.process());
    }
    steady.add(crew.hire());
  }

  private int work(Worker worker) {
    return ward.provider().requests(worker.name());
  }

  /** Stopped in the midst of work for three leases; then it goes on as if nothing had been. */
  private void freeze() {
    try {
      Worker frozen = crew.hire();
      for (int i = 1; i <= FREEZES; i++) {
        crew.awaitWork(frozen, work(frozen) + 20);
        Instant from = Instant.now();
        Children.signal(frozen.process(), "STOP");
        Thread.sleep(lease.multipliedBy(3).toMillis());
        freezes.add(new Span(from, Instant.now()));
        Children.signal(frozen.process(), "CONT");
        counts.put("freezes of three leases", i);
      }
      crew.awaitWork(frozen, work(frozen) + 20);
      recovery.kill(frozen.process());
    } catch (IOException e) {
      Say.line("the freezes failed: %s", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Needs a C compiler: nothing else shifts the wall clock of one process. Null without one. */
  private @Nullable Worker wrongClock() throws IOException, InterruptedException {
    Path folder = ward.children().folder();
    Path source = folder.resolve("clock.c");
    Path library = folder.resolve("clock.so");
    try (var in = Scenes.class.getResourceAsStream("/clock.c")) {
      Files.copy(Objects.requireNonNull(in), source);
      Process compiler =
          ward.children()
              .start(
                  "cc",
                  Map.of(),
                  List.of("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString()));
      if (!compiler.waitFor(30, TimeUnit.SECONDS) || compiler.exitValue() != 0) {
        return null;
      }
    } catch (IOException e) {
      return null;
    }
    return crew.hire(crew.nextName(), Map.of("LD_PRELOAD", library.toString()));
  }

  /**
   * The database stopped the hard way; Redis killed, and emptied.
   *
   * @param deaths whatever was being sent when the database stopped counts there
   */
  void outages(int times, Recovery deaths) throws IOException, InterruptedException {
    Redis redis = ward.redis();
    for (int i = 1; i <= times; i++) {
      awaitMoreWork();
      Say.line("PostgreSQL stops with -m immediate");
      ward.postgres().stopImmediately();
      deaths.died();
      Thread.sleep(3000);
      ward.postgres().startAgain();
      counts.put("PostgreSQL stopped with -m immediate", i);
      if (redis != null) {
        Thread.sleep(5000);
        Say.line("Redis is killed, and later emptied");
        redis.kill();
        Thread.sleep(5000);
        redis.startAgain();
        Thread.sleep(5000);
        redis.flush();
        counts.put("Redis killed, and flushed", i);
      }
    }
  }

  /** Of a worker; of the functions where there is none. */
  private void awaitMoreWork() throws InterruptedException {
    if (steady.isEmpty()) {
      int before = ward.provider().requests(FunctionDeaths.NAME);
      crew.awaitWork(FunctionDeaths.NAME, before + 50, FunctionDeaths.AT_WORK);
    } else {
      crew.awaitWork(steady.get(0), work(steady.get(0)) + 50);
    }
  }

  /** The provider hangs, errs, is away, and has had enough. */
  void storms(Duration each) throws IOException, InterruptedException {
    storm("the provider hangs", SILENT, each);
    storm("half of all requests fail", BAD, each);
    storm("too many requests", Weather.with(Map.of(Conduct.TOO_MANY, 1000)), each);
    Say.line("the provider is down");
    ward.provider().shut();
    Thread.sleep(each.toMillis());
    ward.provider().reopen();
    counts.put("storms", 4);
  }

  private void storm(String name, Weather weather, Duration time) throws InterruptedException {
    Say.line("%s", name);
    ward.provider().weather(weather);
    Thread.sleep(time.toMillis());
    ward.provider().weather(CHANGEABLE);
  }
}
