package io.doula.channel.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Reads a page of SNS: no redirect is followed, and not more is read than a certificate needs. */
@Component
class SnsFetch {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LIMIT = 64 * 1024;

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** What was found at an address. */
  record Found(int status, byte[] body) {}

  /**
   * @throws SnsAway when there is no answer
   */
  Found get(URI address) {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
    try {
      HttpResponse<InputStream> answer =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        return new Found(answer.statusCode(), body.readNBytes(LIMIT));
      }
    } catch (IOException e) {
      throw new SnsAway("no answer from SNS");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SnsAway("stopped while asking SNS");
    }
  }
}
