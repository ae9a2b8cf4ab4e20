package io.doula.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RuntimeApiTest {
  private static final byte[] EVENT = "{\"n\":1}".getBytes(StandardCharsets.UTF_8);
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void nextCarriesEveryHeaderThatARuntimeReads() throws Exception {
    try (RuntimeApi api = new RuntimeApi("arn:of:it")) {
      api.invoke("id-1", EVENT, Duration.ofSeconds(3));

      HttpResponse<String> next = get(api, "invocation/next");

      assertThat(next.body()).isEqualTo("{\"n\":1}");
      assertThat(next.headers().firstValue("Content-Type")).contains("application/json");
      assertThat(next.headers().firstValue("Lambda-Runtime-Aws-Request-Id")).contains("id-1");
      assertThat(next.headers().firstValue("Lambda-Runtime-Invoked-Function-Arn"))
          .contains("arn:of:it");
      assertThat(next.headers().firstValue("Lambda-Runtime-Trace-Id")).isPresent();
      assertThat(next.headers().firstValueAsLong("Lambda-Runtime-Deadline-Ms").getAsLong())
          .isBetween(System.currentTimeMillis() + 1000, System.currentTimeMillis() + 3000);
    }
  }

  @Test
  void onlyTheAnswerToTheInvocationAtHandCounts() throws Exception {
    try (RuntimeApi api = new RuntimeApi("arn")) {
      CompletableFuture<Answer> answer = api.invoke("id-1", EVENT, Duration.ofSeconds(3));
      get(api, "invocation/next");

      assertThat(post(api, "invocation/id-0/response", "\"late\"")).isEqualTo(400);
      assertThat(answer).isNotDone();
      assertThat(post(api, "invocation/id-1/response", "\"mine\"")).isEqualTo(202);
      assertThat(answer.join().text()).isEqualTo("\"mine\"");
    }
  }

  @Test
  void anAnswerOverSixMegabytesIsAnError() throws Exception {
    try (RuntimeApi api = new RuntimeApi("arn")) {
      CompletableFuture<Answer> answer = api.invoke("id-1", EVENT, Duration.ofSeconds(3));
      get(api, "invocation/next");

      assertThat(post(api, "invocation/id-1/response", "x".repeat(6 * 1024 * 1024 + 101)))
          .isEqualTo(413);
      assertThat(answer.join().failed()).isTrue();
    }
  }

  @Test
  void aStartThatFailedSaysWhy() throws Exception {
    try (RuntimeApi api = new RuntimeApi("arn")) {
      assertThat(post(api, "init/error", "{\"errorMessage\":\"no such class\"}")).isEqualTo(202);

      assertThat(api.firstNext()).isCompletedExceptionally();
      assertThat(api.firstNext().handle((at, e) -> e.getMessage()).join())
          .contains("no such class");
    }
  }

  @Test
  void aCallDoesNotWaitForASecondPacket() throws Exception {
    try (RuntimeApi api = new RuntimeApi("arn")) {
      get(api, "restore/next");
      long began = System.nanoTime();
      for (int call = 0; call < 100; call++) {
        assertThat(get(api, "restore/next").statusCode()).isEqualTo(200);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }
  }

  private HttpResponse<String> get(RuntimeApi api, String call) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(api, call)).build(), BodyHandlers.ofString());
  }

  private int post(RuntimeApi api, String call, String body) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(uri(api, call)).POST(BodyPublishers.ofString(body)).build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  private static URI uri(RuntimeApi api, String call) {
    return URI.create("http://" + api.address() + "/2018-06-01/runtime/" + call);
  }
}
