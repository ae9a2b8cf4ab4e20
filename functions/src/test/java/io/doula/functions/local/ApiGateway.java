package io.doula.functions.local;

import io.doula.functions.local.Http.Reply;
import io.doula.functions.local.Http.Request;
import java.io.IOException;
import java.time.Clock;
import java.util.UUID;

/**
 * An HTTP API of API Gateway on 127.0.0.1: stage {@code $default}, route {@code $default}, payload
 * format 1.0 (see {@link Payload}). A function that fails is 500, one that times out or can't start
 * 503, a body of more than 10 MB, or an event of more than 6 MB, 413: as an HTTP API answers.
 */
public final class ApiGateway implements AutoCloseable {
  private static final int BODY_LIMIT = 10 * 1024 * 1024;

  /** Of the request line and all headers together. */
  private static final int HEAD_LIMIT = 10_240;

  private final LambdaFunction function;
  private final String scheme;
  private final Clock clock;
  private final Http http;

  private ApiGateway(LambdaFunction function, int port, String scheme, Clock clock)
      throws IOException {
    this.function = function;
    this.scheme = scheme;
    this.clock = clock;
    this.http = Http.start(port, BODY_LIMIT, this::answer);
  }

  /** As on AWS: functions are told {@code https}, although this front itself speaks plain HTTP. */
  public static ApiGateway start(LambdaFunction function, int port) throws IOException {
    return start(function, port, "https");
  }

  /**
   * @param port of 127.0.0.1, or 0 for any free one
   * @param scheme {@code https} or {@code http}: what X-Forwarded-Proto says
   */
  public static ApiGateway start(LambdaFunction function, int port, String scheme)
      throws IOException {
    return new ApiGateway(function, port, scheme, Clock.systemUTC());
  }

  /** Where the front listens, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + http.port();
  }

  @Override
  public void close() {
    http.close();
  }

  private Reply answer(Request request) throws InterruptedException {
    String id = UUID.randomUUID().toString();
    if (headLength(request) > HEAD_LIMIT) {
      return message(431, "Request Header Fields Too Large");
    }
    byte[] event;
    try {
      event = Payload.event(request, scheme, id, clock.instant());
    } catch (IllegalArgumentException e) {
      return message(400, "Bad Request");
    }
    if (event.length > RuntimeApi.PAYLOAD_LIMIT) {
      return message(413, "Request Entity Too Large");
    }
    return reply(function.invoke(event), id);
  }

  private static Reply reply(Answer answer, String id) {
    if (answer.failed()) {
      return answer.text().contains("Sandbox.Timedout")
          ? message(503, "Service Unavailable")
          : message(500, "Internal Server Error");
    }
    try {
      return Payload.reply(answer.payload(), id);
    } catch (RuntimeException e) {
      return message(500, "Internal Server Error");
    }
  }

  private static int headLength(Request request) {
    return request.target().length()
        + request.headers().stream().mapToInt(h -> h.name().length() + h.value().length()).sum();
  }

  private static Reply message(int status, String message) {
    return Reply.json(status, "{\"message\":\"" + message + "\"}");
  }
}
