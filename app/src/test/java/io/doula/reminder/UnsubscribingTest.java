package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.core.NotFound;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.MovedClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@DoulaTest
class UnsubscribingTest {
  @Autowired Unsubscribing unsubscribing;
  @Autowired Families families;
  @Autowired MovedClock clock;
  @Autowired JdbcClient jdbc;
  @LocalServerPort int port;

  @Test
  void readingThePageStopsNothingAndTheButtonStopsEverything() throws Exception {
    long mother = families.mother(families.clinic());
    families.baby(
        mother, clock.now().atZone(java.time.ZoneOffset.UTC).toLocalDate().minusDays(40), null);
    String path = "/unsubscribe/" + unsubscribing.token(mother);
    assertThat(send("GET", path).statusCode()).isEqualTo(200);
    assertThat(ReminderRows.of(jdbc, mother)).anyMatch(r -> r.state().isWaiting());
    assertThat(send("POST", path).statusCode()).isEqualTo(200);
    assertThat(ReminderRows.of(jdbc, mother)).noneMatch(r -> r.state().isWaiting());
    assertThat(send("POST", path + "/").statusCode()).isEqualTo(200);
  }

  @Test
  void aMadeUpOrChangedTokenIsNobodys() throws Exception {
    long mother = families.mother(families.clinic());
    String token = unsubscribing.token(mother);
    String changed =
        token.substring(0, 20) + (token.charAt(20) == 'A' ? "B" : "A") + token.substring(21);
    assertThatThrownBy(() -> unsubscribing.read(changed)).isInstanceOf(NotFound.class);
    assertThat(send("POST", "/unsubscribe/" + changed).statusCode()).isEqualTo(404);
    assertThat(send("GET", "/unsubscribe/%2e%2e").statusCode()).isBetween(400, 404);
    assertThat(unsubscribing.read(token)).isEqualTo(mother);
  }

  private HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(10))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
