package io.doula.functions.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Both doors on one database: what is tried or ended at one counts at the other. */
class OneRoomIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String NURSES = "a nurse's long password";

  private static Databases databases;
  private static Tomcat tomcat;
  private static Function function;
  private static List<URI> doors;
  private static String admin;

  @BeforeAll
  static void open() throws Exception {
    Path folder = Files.createDirectories(Path.of("target/one-room"));
    databases = new Databases();
    databases.create("doula", "template1");
    String url = databases.url("doula");
    Tomcat.migrate(Settings.over(url), folder);
    tomcat = Tomcat.start(Settings.over(url), folder);
    function = Function.start(Settings.over(url), folder);
    doors = List.of(tomcat.base(), function.base());
    admin = token(doors.get(0), "admin", Settings.ADMIN_PASSWORD);
  }

  @AfterAll
  static void close() throws Exception {
    tomcat.close();
    function.close();
    databases.close();
  }

  private static HttpResponse<String> ask(
      URI door, String method, String path, String token, String json) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(door.resolve(path))
            .method(method, BodyPublishers.ofString(json))
            .header("Content-Type", "application/json")
            // whatever the caller claims
            .header("X-Forwarded-For", "203.0.113." + Math.floorMod(System.nanoTime(), 250));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> signIn(URI door, String username, String password)
      throws Exception {
    String json = "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password);
    return ask(door, "POST", "/api/token", "", json);
  }

  private static String token(URI door, String username, String password) throws Exception {
    return json(signIn(door, username, password)).path("token").asString();
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return new JsonMapper().readTree(answer.body());
  }

  private static String added(String username) throws Exception {
    String json =
        "{\"username\":\"%s\",\"role\":\"NURSE\",\"password\":\"%s\"}".formatted(username, NURSES);
    return json(ask(doors.get(0), "POST", "/api/users", admin, json)).path("id").asString();
  }

  @Test
  void triesAtOneDoorCountAtTheOther() throws Exception {
    added("wanjiru");
    for (int i = 0; i < 10; i++) {
      assertThat(signIn(doors.get(i % 2), "wanjiru", "not her password").statusCode())
          .isEqualTo(401);
    }

    for (URI door : doors) {
      HttpResponse<String> refused = signIn(door, "wanjiru", NURSES);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    }
  }

  @Test
  void whatOneDoorEndsIsEndedAtTheOther() throws Exception {
    String id = added("achieng");
    String her = token(doors.get(1), "achieng", NURSES);
    for (URI door : doors) {
      assertThat(ask(door, "GET", "/api/users/me", her, "").statusCode()).isEqualTo(200);
    }

    String path = "/api/users/" + id;
    assertThat(ask(doors.get(0), "PATCH", path, admin, "{\"enabled\":false}").statusCode())
        .isEqualTo(200);

    for (URI door : doors) {
      assertThat(ask(door, "GET", "/api/users/me", her, "").statusCode()).isEqualTo(401);
      assertThat(signIn(door, "achieng", NURSES).statusCode()).isEqualTo(401);
    }
  }
}
