package io.doula.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * Speaks real HTTP to the program under test, for someone: {@code
 * api.as(staff.nurse(clinic)).post("/api/mothers", "{…}")}. Follows no redirect and keeps no
 * cookie. Each {@code with}/{@code as} gives a new Api. An answer that is not as openapi.json says
 * fails the test.
 */
public final class Api {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Environment environment;
  private final List<String> headers;

  /**
   * @param environment of the program that is spoken to
   */
  public Api(Environment environment) {
    this(environment, List.of());
  }

  private Api(Environment environment, List<String> headers) {
    this.environment = environment;
    this.headers = headers;
  }

  /** The same with a bearer token, as {@link Staff} gives them. */
  public Api as(String token) {
    return with("Authorization", "Bearer " + token);
  }

  /** The same with one header more. */
  public Api with(String name, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(name);
    more.add(value);
    return new Api(environment, List.copyOf(more));
  }

  public Answer get(String path) {
    return send("GET", path, null, null);
  }

  public Answer post(String path, String json) {
    return json("POST", path, json);
  }

  public Answer patch(String path, String json) {
    return json("PATCH", path, json);
  }

  private Answer json(String method, String path, String json) {
    Answer answer = sent(method, path, "application/json", BodyPublishers.ofString(json));
    Promise.check(method, path, json, answer);
    return answer;
  }

  /** Sends any method with any body. */
  public Answer send(
      String method,
      String path,
      @Nullable String contentType,
      HttpRequest.@Nullable BodyPublisher body) {
    Answer answer = sent(method, path, contentType, body);
    Promise.check(method, path, null, answer);
    return answer;
  }

  private Answer sent(
      String method,
      String path,
      @Nullable String contentType,
      HttpRequest.@Nullable BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base() + path))
            .method(method, body == null ? BodyPublishers.noBody() : body);
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    try {
      return new Answer(CLIENT.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** {@code http://localhost:PORT}. */
  public String base() {
    return "http://localhost:" + environment.getRequiredProperty("local.server.port");
  }
}
