package io.doula.bench;

import io.doula.bench.KillList.Point;
import io.doula.bench.parts.Program;
import io.doula.bench.parts.Program.Web;
import io.doula.bench.provider.Trap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Kills processes at chosen points: two workers and one web role at a time, each replaced by the
 * next one, while another worker and another web role live on.
 */
final class DirectedKills {
  private static final int WORKERS = 2;
  private static final int PATIENCE_SECONDS = 240;
  private static final int KILLED_AT_ITS_POINT = 86;
  private static final int KILLED_BY_SIGNAL = 137;

  private final Ward ward;
  private final Crew crew;
  private final Recovery recovery;
  private final int webPort;
  private final Map<String, Integer> reached = new ConcurrentHashMap<>();

  DirectedKills(Ward ward, Crew crew, Recovery recovery, int webPort) {
    this.ward = ward;
    this.crew = crew;
    this.recovery = recovery;
    this.webPort = webPort;
  }

  /** Each point this many times. */
  void run(int each) throws InterruptedException {
    Queue<Point> workers = new ConcurrentLinkedQueue<>(shuffled(each, false));
    Queue<Point> webs = new ConcurrentLinkedQueue<>(shuffled(each, true));
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      threads.add(new Thread(() -> drain(workers), "directed-" + i));
    }
    threads.add(new Thread(() -> drain(webs), "directed-web"));
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** How often each point was reached, in the order of the list. */
  Map<String, Integer> reached() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    KillList.POINTS.forEach(
        point -> counts.put(point.name(), reached.getOrDefault(point.name(), 0)));
    return counts;
  }

  private static List<Point> shuffled(int each, boolean web) {
    List<Point> points = new ArrayList<>();
    for (Point point : KillList.POINTS) {
      if (point.web() == web) {
        points.addAll(Collections.nCopies(each, point));
      }
    }
    Collections.shuffle(points);
    return points;
  }

  private void drain(Queue<Point> points) {
    try {
      for (Point point = points.poll(); point != null; point = points.poll()) {
        if (killAt(point)) {
          reached.merge(point.name(), 1, Integer::sum);
        } else {
          Say.line("not reached: %s", point.name());
        }
        if (points.size() % 20 == 0) {
          Say.line("%s: %d to go", Thread.currentThread().getName(), points.size());
        }
      }
    } catch (IOException e) {
      Say.line("%s ended: %s", Thread.currentThread().getName(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean killAt(Point point) throws IOException, InterruptedException {
    Process victim = point.web() ? web(point) : worker(point);
    if (!victim.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      recovery.kill(victim);
      return false;
    }
    recovery.died();
    int expected = point.moment() == null ? KILLED_AT_ITS_POINT : KILLED_BY_SIGNAL;
    return victim.exitValue() == expected;
  }

  private Process worker(Point point) throws IOException {
    String name = crew.nextName();
    if (point.moment() == null) {
      return crew.hire(name, inside(point)).process();
    }
    Crew.Worker worker = crew.hire(name, Map.of());
    ward.provider()
        .set(name, new Trap(point.moment(), point.someTime(), worker.process()::destroyForcibly));
    return worker.process();
  }

  private Process web(Point point) throws IOException, InterruptedException {
    Web web = ward.program().web("victim", webPort, inside(point));
    return web.process();
  }

  private static Map<String, String> inside(Point point) {
    return Map.of(Program.KILL, Objects.requireNonNull(point.inside()) + ":" + point.someTime());
  }
}
