package io.doula.channel;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Meta's Graph API over HTTP: one call is one request, with a deadline for all of it. Kept by all
 * threads together, because the connections are.
 */
final class Graph {
  /** The Graph API's version of February 2026; Meta keeps each for two years at least. */
  private static final String VERSION = "v25.0";

  private static final int THREADS = 4;
  private static final int LONGEST_ANSWER = 1024 * 1024;
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);

  static {
    // A connection that idles for minutes is forgotten by NAT gateways without a word, and the next
    // message on it would end unclear. JDK 21 has 30 s by itself, JDK 17 twenty minutes.
    if (System.getProperty("jdk.httpclient.keepalive.timeout") == null) {
      System.setProperty("jdk.httpclient.keepalive.timeout", "30");
    }
  }

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(LONGEST_CONNECT)
          .executor(threads())
          .build();

  private final String base;
  private final String token;

  Graph(URI base, String token) {
    this.base = base + "/" + VERSION + "/";
    this.token = token;
  }

  /**
   * A few threads for all calls take a third less of the processor than a thread whenever one is
   * wanted. They never wait for a provider; only a lookup of its address that hangs holds them, and
   * then nothing else could leave either.
   */
  private static Executor threads() {
    AtomicInteger count = new AtomicInteger();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "whatsapp-http-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /**
   * How a call ended.
   *
   * @param status the answer's; 0 when there was none
   * @param retryAfter the answer's header, null without one
   * @param body empty where it could not be read
   * @param fault what went wrong, in words without anything that was sent; null with an answer
   * @param left false when the request certainly never reached the provider
   */
  record Reply(
      int status, @Nullable String retryAfter, byte[] body, @Nullable String fault, boolean left) {}

  /** Posts JSON, at most once. */
  Reply post(String path, byte[] json, Duration deadline) {
    OnceBody body = new OnceBody(json);
    return call(
        to(path).header("Content-Type", "application/json").POST(body).build(), body, deadline);
  }

  Reply get(String path, Duration deadline) {
    return call(to(path).GET().build(), null, deadline);
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .header("Authorization", "Bearer " + token)
        .header("Accept", "application/json");
  }

  private Reply call(HttpRequest request, @Nullable OnceBody body, Duration deadline) {
    BoundedAnswer answer = new BoundedAnswer(LONGEST_ANSWER);
    CompletableFuture<HttpResponse<byte[]>> pending = client.sendAsync(request, answer);
    try {
      byte[] read = pending.get(deadline.toMillis(), TimeUnit.MILLISECONDS).body();
      return answered(Objects.requireNonNull(answer.head()), read);
    } catch (TimeoutException e) {
      return failed(answer, body, "no whole answer within " + deadline.toMillis() + " ms");
    } catch (ExecutionException e) {
      return failed(answer, body, kind(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(answer, body, "the program is ending");
    } finally {
      pending.cancel(true);
    }
  }

  private static Reply answered(HttpResponse.ResponseInfo head, byte[] body) {
    return new Reply(
        head.statusCode(), head.headers().firstValue("Retry-After").orElse(null), body, null, true);
  }

  /** A status that refuses is an answer, also when the rest of it never comes. */
  private static Reply failed(BoundedAnswer answer, @Nullable OnceBody body, String fault) {
    boolean stayed = body != null && body.withdraw();
    HttpResponse.ResponseInfo head = answer.head();
    if (head != null && head.statusCode() / 100 == 4) {
      return answered(head, new byte[0]);
    }
    return new Reply(head == null ? 0 : head.statusCode(), null, new byte[0], fault, !stayed);
  }

  /** The kinds of the faults, outermost last; never their messages, which may hold anything. */
  private static String kind(Throwable fault) {
    Throwable root = fault;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    Throwable outer = fault.getCause() == null ? fault : fault.getCause();
    String name = outer.getClass().getSimpleName();
    return root == outer ? name : name + " (" + root.getClass().getSimpleName() + ")";
  }
}
