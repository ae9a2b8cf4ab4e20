package io.doula.functions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What CloudFormation asks of a custom resource, and its answer: a PUT to the address in the event.
 * See "Custom resource request objects" and "response objects" in CloudFormation's guide.
 */
final class StackEvent {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String RESOURCE = "doula-tables";

  private final Map<String, Object> event;

  StackEvent(Map<String, Object> event) {
    this.event = event;
  }

  boolean isDelete() {
    return "Delete".equals(event.get("RequestType"));
  }

  /** Tells that it is done; gives back what was told. */
  Map<String, Object> succeeded(Map<String, Object> data) {
    return answer("SUCCESS", Map.of("Data", data));
  }

  /** Tells that it is not done, and why: the stack then goes back to what it was. */
  Map<String, Object> failed(String reason, String logStream) {
    return answer("FAILED", Map.of("Reason", reason + " (log stream " + logStream + ")"));
  }

  private Map<String, Object> answer(String status, Map<String, Object> more) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("Status", status);
    answer.put("PhysicalResourceId", event.getOrDefault("PhysicalResourceId", RESOURCE));
    for (String name : new String[] {"StackId", "RequestId", "LogicalResourceId"}) {
      answer.put(name, String.valueOf(event.get(name)));
    }
    answer.putAll(more);
    put(JSON.writeValueAsBytes(answer));
    return answer;
  }

  /** The address is signed for a request without a content type. */
  private void put(byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(String.valueOf(event.get("ResponseURL"))))
            .timeout(PATIENCE)
            .PUT(BodyPublishers.ofByteArray(body))
            .build();
    try {
      int status = HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
      if (status / 100 != 2) {
        throw new IllegalStateException("CloudFormation's address answered " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
