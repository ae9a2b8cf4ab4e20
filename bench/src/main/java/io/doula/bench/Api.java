package io.doula.bench;

import io.doula.bench.parts.Program;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program's API, signed in as admin. */
final class Api {
  private static final Pattern TOKEN = Pattern.compile("\"token\"\\s*:\\s*\"([^\"]+)\"");

  private final URI url;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String token;

  Api(URI url) throws IOException, InterruptedException {
    this.url = url;
    this.token = signIn();
  }

  /** The status of the answer to a POST. */
  int post(String path, String body) throws IOException, InterruptedException {
    return http.send(
            request(path, body).header("Authorization", "Bearer " + token).build(),
            HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  /** The status of the answer to a GET, of a page too, once all of it is here. */
  int get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve(path))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + token)
            .header("Cookie", "doula=" + token)
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  private String signIn() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            request(
                    "/api/token",
                    "{\"username\":\"admin\",\"password\":\"%s\"}"
                        .formatted(Program.ADMIN_PASSWORD))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    Matcher found = TOKEN.matcher(answer.body());
    if (!found.find()) {
      throw new IOException("no token, but " + answer.statusCode());
    }
    return found.group(1);
  }

  private HttpRequest.Builder request(String path, String body) {
    return HttpRequest.newBuilder(url.resolve(path))
        .timeout(Duration.ofSeconds(60))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }
}
