package io.doula.classic;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Fifty requests a second, reading and writing by turns, until its end; fewer where the machine
 * can't: no more than some are under way at once. Each is one connection, and none is ever
 * repeated, so that every lost one is seen.
 */
final class Traffic {
  private static final int CALLERS = 8;
  private static final int PER_SECOND = 50;
  private static final int LONGEST_SECONDS = 60;
  private static final String JSON = "Content-Type: application/json";

  private final Caller caller;
  private final String token;
  private final String clinic;
  private final ScheduledExecutorService callers = Executors.newScheduledThreadPool(CALLERS);
  private final AtomicLong number = new AtomicLong();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger written = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();

  /**
   * @param token an ADMIN's
   * @param clinic where mothers are registered
   */
  Traffic(Caller caller, String token, String clinic) {
    this.caller = caller;
    this.token = "Authorization: Bearer " + token;
    this.clinic = clinic;
  }

  void start() {
    long pause = 1_000_000L * CALLERS / PER_SECOND;
    for (int caller = 0; caller < CALLERS; caller++) {
      callers.scheduleAtFixedRate(
          this::next, caller * pause / CALLERS, pause, TimeUnit.MICROSECONDS);
    }
  }

  private void next() {
    long n = number.incrementAndGet();
    try {
      int status = call(n).status();
      if (status == 200 || status == 201) {
        answered.incrementAndGet();
      } else {
        failures.add("request " + n + ": " + status);
      }
      if (status == 201) {
        written.incrementAndGet();
      }
    } catch (RuntimeException | AssertionError e) {
      failures.add("request " + n + ": " + e);
    }
  }

  private Reply call(long n) {
    return switch ((int) (n % 4)) {
      case 0 -> caller.get("/health/");
      case 1 -> post("/api/mothers/", mother(n));
      case 2 -> caller.get("/api/mothers/?limit=1", token);
      default -> post("/api/forecast", forecast());
    };
  }

  private Reply post(String path, String json) {
    return caller.post(path, json.getBytes(StandardCharsets.UTF_8), token, JSON);
  }

  private String mother(long n) {
    return "{\"clinicId\":\"%s\",\"fullName\":\"Mother %d\",\"phone\":\"+25470%07d\",\"consent\":true}"
        .formatted(clinic, n, n);
  }

  private static String forecast() {
    return "{\"plan\":\"who\",\"birthDate\":\"2026-01-05\",\"asOf\":\"2026-03-01\",\"given\":[]}";
  }

  List<String> failures() {
    return failures;
  }

  int answered() {
    return answered.get();
  }

  /** How many mothers were said to be registered. */
  int written() {
    return written.get();
  }

  /** No more; waits for the answers that are still to come. */
  void end() throws InterruptedException {
    callers.shutdown();
    if (!callers.awaitTermination(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      failures.add("some were never answered");
    }
  }
}
