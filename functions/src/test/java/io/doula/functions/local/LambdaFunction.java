package io.doula.functions.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * One function with its environments, each of which serves one invocation at a time. A further one
 * is started only while all others are busy and the limit allows it; beyond it invocations wait in
 * line (Lambda would throttle them). An environment that timed out or ended is not used again, so
 * the next invocation is a cold start.
 */
public final class LambdaFunction implements AutoCloseable {
  private final FunctionSettings settings;
  private final Path code;
  private final Consumer<String> log;
  private final Semaphore places;
  private final Deque<FunctionProcess> idle = new ArrayDeque<>();
  private final Set<FunctionProcess> all = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param code the unpacked zip
   * @param environments how many JVMs at once, at least 1
   * @param log gets the function's own lines and Lambda's START, END and REPORT lines
   */
  public LambdaFunction(
      FunctionSettings settings, Path code, int environments, Consumer<String> log) {
    this.settings = settings;
    this.code = code;
    this.places = new Semaphore(environments, true);
    this.log = line -> log.accept("[" + settings.name() + "] " + line);
  }

  public FunctionSettings settings() {
    return settings;
  }

  /** The JVMs that are running now. */
  public List<Long> pids() {
    return all.stream().filter(FunctionProcess::isAlive).map(FunctionProcess::pid).toList();
  }

  public Answer invoke(String event) throws InterruptedException {
    return invoke(event.getBytes(StandardCharsets.UTF_8));
  }

  /** Waits for a free environment and for the answer; one that fails to start is an answer too. */
  public Answer invoke(byte[] event) throws InterruptedException {
    places.acquire();
    try {
      if (closed) {
        return Answer.failure("Runtime.Closed", settings.name() + " has been stopped");
      }
      FunctionProcess ready = free();
      boolean cold = ready == null;
      if (ready == null) {
        ready = started();
      }
      return invokeOn(ready, event, cold);
    } catch (IOException | IllegalStateException e) {
      log.accept("INIT_REPORT Status: error\tError: " + e.getMessage());
      return Answer.failure("Runtime.InitError", settings.name() + " did not start");
    } finally {
      places.release();
    }
  }

  /** Starts an environment before anybody asks, as provisioned concurrency would. */
  public void warm() throws IOException, InterruptedException {
    FunctionProcess ready = started();
    log.accept("INIT_REPORT Init Duration: %.2f ms\tPhase: init".formatted(ready.initMillis()));
    giveBack(ready);
  }

  /** Ends the environments that are idle; the next invocation is a cold start. */
  void rest() {
    for (FunctionProcess each = free(); each != null; each = free()) {
      forget(each);
    }
  }

  @Override
  public void close() {
    closed = true;
    all.forEach(FunctionProcess::close);
    all.clear();
  }

  private Answer invokeOn(FunctionProcess ready, byte[] event, boolean cold)
      throws InterruptedException {
    String id = UUID.randomUUID().toString();
    log.accept("START RequestId: " + id + " Version: 1");
    long began = System.nanoTime();
    Answer answer = ready.invoke(id, event, settings.timeout());
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    if (answer.failed()) {
      log.accept("ERROR " + answer.text());
    }
    log.accept("END RequestId: " + id);
    log.accept(report(id, took, ready, cold));
    giveBack(ready);
    return answer;
  }

  private String report(String id, Duration took, FunctionProcess environment, boolean cold) {
    double millis = took.toNanos() / 1_000_000.0;
    double init = cold ? environment.initMillis() : 0;
    return "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %.0f ms\tMemory Size: %d MB\tMax Memory Used: %d MB\t"
            .formatted(
                id,
                millis,
                Math.ceil(millis + init),
                settings.memoryMegabytes(),
                environment.maxMemoryMegabytes())
        + (cold ? "Init Duration: %.2f ms".formatted(init) : "");
  }

  private FunctionProcess started() throws IOException, InterruptedException {
    FunctionProcess started = FunctionProcess.start(settings, code, log);
    all.add(started);
    if (closed) {
      started.close();
    }
    return started;
  }

  private synchronized FunctionProcess free() {
    FunctionProcess found = idle.poll();
    while (found != null && !found.isAlive()) {
      forget(found);
      found = idle.poll();
    }
    return found;
  }

  private synchronized void giveBack(FunctionProcess used) {
    if (used.isAlive()) {
      idle.push(used);
    } else {
      forget(used);
    }
  }

  private void forget(FunctionProcess ended) {
    all.remove(ended);
    ended.close();
  }
}
