package io.doula.http;

import io.doula.core.Conflict;
import io.doula.core.Invalid;
import io.doula.core.NotFound;
import io.doula.core.Stale;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Handlers that only tests have, one for each rule of the house. */
@RestController
@RequestMapping("/api/house")
class HouseController {
  enum Colour {
    RED,
    GREEN
  }

  record Inner(@Nullable String text, @Nullable LocalDate on) {}

  record Form(
      @Nullable String text,
      @Nullable Integer number,
      @Nullable Long big,
      @Nullable Double weight,
      @Nullable Boolean flag,
      @Nullable Colour colour,
      @Nullable LocalDate on,
      @Nullable LocalTime at,
      @Nullable Instant instant,
      @Nullable Inner inner,
      @Nullable List<Inner> list,
      @Nullable Map<String, String> map) {}

  private final AtomicInteger calls = new AtomicInteger();
  private volatile CountDownLatch hold = new CountDownLatch(0);

  private final JdbcClient jdbc;
  private final Patches patches;

  HouseController(JdbcClient jdbc, Patches patches) {
    this.jdbc = jdbc;
    this.patches = patches;
  }

  AtomicInteger calls() {
    return calls;
  }

  void holdUntil(CountDownLatch latch) {
    hold = latch;
  }

  @PostMapping("/forms")
  Form form(@RequestBody Form form) {
    return form;
  }

  @PostMapping("/patches")
  Form patch(@RequestBody JsonNode sent) {
    Form stored =
        new Form("kept", null, null, null, null, null, null, null, null, null, null, null);
    return patches.over(stored, sent, Form.class);
  }

  @PostMapping("/clinics")
  @Transactional
  ResponseEntity<Map<String, String>> clinic(@RequestBody Map<String, String> sent)
      throws InterruptedException {
    int call = calls.incrementAndGet();
    jdbc.sql(
            """
            insert into clinic (name, country, time_zone, plan, language, quiet_from, quiet_to, send_at, created_at)
            values (:name, 'KE', 'Africa/Nairobi', 'who', 'en', '20:00', '08:00', '09:00', now())
            """)
        .param("name", sent.get("name"))
        .update();
    hold.await();
    if (sent.containsKey("fail")) {
      throw new Conflict("as asked");
    }
    return ResponseEntity.created(URI.create("/api/house/clinics/" + call))
        .eTag("\"" + call + "\"")
        .body(Map.of("name", "Zoë’s " + sent.get("name")));
  }

  @GetMapping("/throw/{what}")
  void fail(@PathVariable String what) {
    switch (what) {
      case "invalid" -> throw new Invalid("scan.weeks", "must be 0 to 44");
      case "missing" -> throw new NotFound("mother");
      case "conflict" -> throw new Conflict("she has an open pregnancy");
      case "stale" -> throw new Stale();
      default -> throw new IllegalStateException("a text that nobody may see");
    }
  }

  @GetMapping("/numbers")
  Map<String, Integer> number(@RequestParam int number, @RequestParam @Nullable String q) {
    return Map.of("number", number);
  }

  @GetMapping(path = "/json", produces = "application/json")
  Map<String, String> json() {
    return Map.of("text", "Zoë");
  }
}
