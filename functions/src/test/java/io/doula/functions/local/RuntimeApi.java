package io.doula.functions.local;

import io.doula.functions.local.Http.Header;
import io.doula.functions.local.Http.Reply;
import io.doula.functions.local.Http.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Lambda's Runtime API (2018-06-01) for one JVM: {@code invocation/next}, {@code response}, {@code
 * error}, {@code init/error}, and for SnapStart {@code restore/next}, which answers at once:
 * nothing is snapshot here, but the hooks around it do run.
 */
final class RuntimeApi implements AutoCloseable {
  static final int PAYLOAD_LIMIT = 6 * 1024 * 1024;
  private static final int RESPONSE_LIMIT = PAYLOAD_LIMIT + 100;
  private static final String BASE = "/2018-06-01/runtime/";

  private record Invocation(
      String id, byte[] event, long deadlineMillis, CompletableFuture<Answer> answer) {}

  private final String functionArn;
  private final Http http;
  private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
  private final CompletableFuture<Long> firstNext = new CompletableFuture<>();
  private volatile Invocation current =
      new Invocation("", new byte[0], 0, new CompletableFuture<>());

  RuntimeApi(String functionArn) throws IOException {
    this.functionArn = functionArn;
    this.http = Http.start(0, 2 * RESPONSE_LIMIT, this::answer);
  }

  /** What AWS_LAMBDA_RUNTIME_API is set to. */
  String address() {
    return "127.0.0.1:" + http.port();
  }

  /**
   * Done (with {@link System#nanoTime}) when the JVM first asks for work; fails with {@link
   * IllegalStateException} and the JVM's own words when it says that it can't start.
   */
  CompletableFuture<Long> firstNext() {
    return firstNext;
  }

  /** Hands the event over at the JVM's next call. */
  CompletableFuture<Answer> invoke(String id, byte[] event, Duration timeout) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    waiting.add(new Invocation(id, event, System.currentTimeMillis() + timeout.toMillis(), answer));
    return answer;
  }

  @Override
  public void close() {
    http.close();
  }

  private Reply answer(Request request) throws InterruptedException {
    String call =
        request.target().startsWith(BASE) ? request.target().substring(BASE.length()) : "";
    String done = "invocation/" + current.id();
    if (call.equals("invocation/next")) {
      return next();
    } else if (call.equals("restore/next")) {
      return Reply.json(200, "{}");
    } else if (call.equals("init/error") || call.equals("restore/error")) {
      firstNext.completeExceptionally(
          new IllegalStateException(new String(request.body(), StandardCharsets.UTF_8)));
    } else if (call.equals(done + "/response")) {
      return responded(request.body());
    } else if (call.equals(done + "/error")) {
      current.answer().complete(new Answer(true, request.body()));
    } else {
      return Reply.json(400, "{\"errorType\":\"InvalidRequestID\"}");
    }
    return accepted();
  }

  private Reply next() throws InterruptedException {
    firstNext.complete(System.nanoTime());
    Invocation next = waiting.take();
    current = next;
    return new Reply(
        200,
        List.of(
            // the runtime client reads this header's address without looking whether it is there
            new Header("Content-Type", "application/json"),
            new Header("Lambda-Runtime-Aws-Request-Id", next.id()),
            new Header("Lambda-Runtime-Deadline-Ms", Long.toString(next.deadlineMillis())),
            new Header("Lambda-Runtime-Invoked-Function-Arn", functionArn),
            new Header("Lambda-Runtime-Trace-Id", traceId())),
        next.event());
  }

  private Reply responded(byte[] body) {
    if (body.length > RESPONSE_LIMIT) {
      current
          .answer()
          .complete(
              Answer.failure(
                  "Function.ResponseSizeTooLarge",
                  "Response payload size exceeded maximum allowed payload size (6291556 bytes)."));
      return Reply.json(413, "{\"errorType\":\"RequestEntityTooLarge\"}");
    }
    current.answer().complete(new Answer(false, body));
    return accepted();
  }

  private static Reply accepted() {
    return Reply.json(202, "{\"status\":\"OK\"}");
  }

  private static String traceId() {
    String digits = UUID.randomUUID().toString().replace("-", "");
    return "Root=1-%08x-%s;Parent=%s;Sampled=0"
        .formatted(
            System.currentTimeMillis() / 1000, digits.substring(0, 24), digits.substring(16));
  }
}
