package io.doula.functions.browser;

import io.doula.classic.Caller;
import io.doula.classic.Gate;
import io.doula.classic.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Doula's API, asked by an admin. */
final class Api {
  private static final JsonMapper JSON = new JsonMapper();

  /** What a door answers to a POST. */
  private record Answer(int status, String body) {}

  private interface Door {
    Answer post(String path, String body, String token) throws IOException, InterruptedException;
  }

  private final Door door;
  private String token = "";

  private Api(Door door) {
    this.door = door;
  }

  static Api behind(Gate gate) {
    return new Api(
        (path, body, token) -> {
          Reply reply =
              Caller.of(gate)
                  .post(
                      path,
                      body.getBytes(StandardCharsets.UTF_8),
                      "Content-Type: application/json",
                      "Authorization: " + token);
          return new Answer(reply.status(), reply.text());
        });
  }

  static Api at(URI base) {
    HttpClient client = HttpClient.newHttpClient();
    return new Api(
        (path, body, token) -> {
          HttpResponse<String> answer =
              client.send(
                  HttpRequest.newBuilder(URI.create(base + path))
                      .header("Content-Type", "application/json")
                      .header("Authorization", token)
                      .POST(BodyPublishers.ofString(body))
                      .build(),
                  BodyHandlers.ofString());
          return new Answer(answer.statusCode(), answer.body());
        });
  }

  void signIn(String username, String password) throws IOException, InterruptedException {
    JsonNode issued = post("/api/token", Map.of("username", username, "password", password));
    token = "Bearer " + issued.path("token").asString();
  }

  /** Fails with the answer when it is not a 2xx. */
  JsonNode post(String path, Object body) throws IOException, InterruptedException {
    Answer answer = door.post(path, JSON.writeValueAsString(body), token);
    if (answer.status() / 100 != 2) {
      throw new IOException(path + ": " + answer.status() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }
}
