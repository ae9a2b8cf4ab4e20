package io.doula.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.functions.local.Http.Header;
import io.doula.functions.local.Http.Reply;
import io.doula.functions.local.Http.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpTest {
  private static final int LIMIT = 1000;
  private final BlockingQueue<Request> seen = new LinkedBlockingQueue<>();
  private Http http;

  @BeforeEach
  void start() throws IOException {
    http =
        Http.start(
            0,
            LIMIT,
            request -> {
              seen.add(request);
              return new Reply(
                  200,
                  List.of(new Header("Set-Cookie", "a=1"), new Header("Set-Cookie", "b=2")),
                  "answer".getBytes(StandardCharsets.UTF_8));
            });
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void aRequestIsHandedOnAsItCame() throws Exception {
    String answer =
        raw(
            "GET /a%2Fb?q=x+y&q={z} HTTP/1.1\r\n"
                + "X-Odd-Case: 1\r\n"
                + "x-odd-case: 2\r\n"
                + "Connection: close\r\n\r\n");

    Request request = seen.take();
    assertThat(request.target()).isEqualTo("/a%2Fb?q=x+y&q={z}");
    assertThat(request.headers())
        .startsWith(new Header("X-Odd-Case", "1"), new Header("x-odd-case", "2"));
    assertThat(answer)
        .contains("Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n", "Content-Length: 6\r\n")
        .endsWith("\r\n\r\nanswer");
  }

  @Test
  void aHeadIsAnsweredWithoutABodyAndTheConnectionServesOn() throws Exception {
    assertThat(
            raw("HEAD / HTTP/1.1\r\n\r\nGET /next HTTP/1.1\r\nConnection: close\r\n\r\n")
                .split("answer", -1))
        .hasSize(2);
    assertThat(seen).extracting(Request::target).containsExactly("/", "/next");
  }

  @Test
  void aBodyArrivesWholeHoweverItIsSent() throws Exception {
    byte[] body = "x".repeat(LIMIT).getBytes(StandardCharsets.UTF_8);

    assertThat(post(BodyPublishers.ofByteArray(body), true).statusCode()).isEqualTo(200);
    assertThat(seen.take().body()).hasSize(LIMIT);
    assertThat(
            post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)), false)
                .statusCode())
        .isEqualTo(200);
    assertThat(seen.take().body()).hasSize(LIMIT);
  }

  @Test
  void aBodyOverTheLimitIsRefused() throws Exception {
    byte[] body = "x".repeat(LIMIT + 1).getBytes(StandardCharsets.UTF_8);

    assertThat(post(BodyPublishers.ofByteArray(body), false).statusCode()).isEqualTo(413);
    assertThat(
            post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)), false)
                .statusCode())
        .isEqualTo(413);
    assertThat(seen).isEmpty();
  }

  private HttpResponse<String> post(BodyPublisher body, boolean expectContinue) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + "/"))
            .version(HttpClient.Version.HTTP_1_1)
            .expectContinue(expectContinue)
            .POST(body)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", http.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
