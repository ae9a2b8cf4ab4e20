package io.doula.functions;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.crac.Context;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Real requests before a snapshot is taken, so that what they need is made and compiled in it. They
 * only read, and nothing they get is kept; connections are closed after them and opened anew after
 * the restore, by Spring.
 *
 * @param door answers them
 */
record Rehearsal(RequestStreamHandler door) implements Resource {
  private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> PATHS =
      List.of("/health/", "/", "/app/sign-in", "/api/clinics/", "/api/openapi.json");

  /**
   * @throws IllegalStateException when the program fails on one: a version that does is not
   *     published
   */
  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) throws IOException {
    for (String path : PATHS) {
      int status = status(path);
      log.info("rehearsed {}: {}", path, status);
      if (status >= 500 && status != 503) {
        throw new IllegalStateException("%s was answered with %d".formatted(path, status));
      }
    }
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {}

  private int status(String path) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    door.handleRequest(new ByteArrayInputStream(request(path)), answer, null);
    JsonNode read = JSON.readTree(answer.toString(StandardCharsets.UTF_8));
    return read.path("statusCode").asInt();
  }

  private static byte[] request(String path) {
    Map<String, List<String>> headers =
        Map.of("Host", List.of("localhost"), "X-Forwarded-Proto", List.of("https"));
    return JSON.writeValueAsBytes(
        Map.of(
            "version",
            "1.0",
            "httpMethod",
            "GET",
            "path",
            path,
            "multiValueHeaders",
            headers,
            "headers",
            Map.of("Host", "localhost", "X-Forwarded-Proto", "https"),
            "requestContext",
            Map.of(
                "stage",
                "$default",
                "path",
                path,
                "httpMethod",
                "GET",
                "identity",
                Map.of("sourceIp", "127.0.0.1"))));
  }
}
