package io.doula.bench.provider;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The other half of WhatsApp's API: tells the webhooks what became of each message, signed, and
 * repeats it until somebody answers 200. Some come before the answer to the request, some late,
 * some twice, some in the wrong order.
 */
public final class Statuses implements AutoCloseable {
  public static final String APP_SECRET = "bench-app-secret";

  private static final int SENDERS = 16;
  private static final int MOST_AT_ONCE = 5;
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final DelayQueue<Status> waiting = new DelayQueue<>();
  private final Map<Long, Status.Kind> told = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger posts = new AtomicInteger();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final boolean silent;
  private volatile List<URI> webhooks = List.of();
  private volatile boolean closed;

  private Statuses(boolean silent) {
    this.silent = silent;
  }

  /** Sends what becomes of each message to the webhooks, once {@link #tell} has named them. */
  public static Statuses sent() {
    Statuses statuses = new Statuses(false);
    for (int i = 0; i < SENDERS; i++) {
      Thread thread = new Thread(statuses::sendAll, "statuses-" + i);
      thread.setDaemon(true);
      thread.start();
    }
    return statuses;
  }

  /** A provider that never says what became of a message. */
  public static Statuses none() {
    return new Statuses(true);
  }

  /** Where they go, one as good as the other. */
  public void tell(List<URI> urls) {
    webhooks = List.copyOf(urls);
  }

  /** How far each message came, by what a webhook has answered with 200. */
  public Map<Long, Status.Kind> told() {
    return told;
  }

  /** Statuses that no webhook has taken yet. */
  public int open() {
    return open.get();
  }

  public int posts() {
    return posts.get();
  }

  void follow(Acceptance taken) {
    if (silent) {
      return;
    }
    Random random = ThreadLocalRandom.current();
    long sent = random.nextInt(20) == 0 ? 5_000 + random.nextInt(5_000) : random.nextInt(400);
    long delivered = sent + (random.nextInt(10) == 0 ? -sent : random.nextInt(1_500));
    add(taken, Status.Kind.SENT, sent);
    if (random.nextInt(50) != 0) {
      add(taken, Status.Kind.DELIVERED, delivered);
    }
    if (random.nextInt(5) == 0) {
      add(taken, Status.Kind.READ, delivered + random.nextInt(2_000));
    }
    if (random.nextInt(10) == 0) {
      add(taken, Status.Kind.SENT, sent + random.nextInt(8_000));
    }
  }

  private void add(Acceptance taken, Status.Kind kind, long inMillis) {
    open.incrementAndGet();
    waiting.add(new Status(taken, kind, Duration.ofMillis(inMillis)));
  }

  private void sendAll() {
    while (!closed) {
      try {
        List<Status> some = due();
        if (post(some)) {
          some.forEach(
              status -> told.merge(status.reminderId(), status.kind(), Status.Kind::later));
          open.addAndGet(-some.size());
        } else {
          some.forEach(status -> waiting.add(status.in(AGAIN)));
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private List<Status> due() throws InterruptedException {
    int most = 1 + ThreadLocalRandom.current().nextInt(MOST_AT_ONCE);
    List<Status> some = new ArrayList<>(most);
    some.add(waiting.take());
    for (int i = 1; i < most; i++) {
      Status next = waiting.poll();
      if (next != null) {
        some.add(next);
      }
    }
    return some;
  }

  private boolean post(List<Status> some) throws InterruptedException {
    List<URI> urls = webhooks;
    if (urls.isEmpty()) {
      return false;
    }
    String body = body(some);
    HttpRequest request =
        HttpRequest.newBuilder(urls.get(posts.getAndIncrement() % urls.size()))
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .header("X-Hub-Signature-256", "sha256=" + signature(body))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static String body(List<Status> some) {
    return "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{\"field\":\"messages\",\"value\":{\"messaging_product\":\"whatsapp\",\"metadata\":{\"display_phone_number\":\"254700000000\",\"phone_number_id\":\"%s\"},\"statuses\":[%s]}}]}]}"
        .formatted(
            Provider.PHONE_NUMBER_ID,
            some.stream().map(Status::json).collect(Collectors.joining(",")));
  }

  private static String signature(String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(APP_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
