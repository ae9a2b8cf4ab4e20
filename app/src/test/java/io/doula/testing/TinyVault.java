package io.doula.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Secrets Manager that says what a test wants it to say; it knows GetSecretValue alone. */
public final class TinyVault implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, String> secrets = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile UnaryOperator<@Nullable Fault> faults = none -> none;

  /** An answer in place of a secret; a status of 0 means none: the connection ends. */
  public record Fault(int status, String type) {}

  private TinyVault(HttpServer server) {
    this.server = server;
  }

  public static TinyVault open() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    TinyVault vault = new TinyVault(server);
    server.createContext("/", vault::answer);
    server.setExecutor(vault.threads);
    server.start();
    return vault;
  }

  public TinyVault put(String name, String json) {
    return put(name, "AWSCURRENT", json);
  }

  public TinyVault put(String name, String stage, String json) {
    secrets.put(name + " " + stage, json);
    return this;
  }

  public void remove(String name, String stage) {
    secrets.remove(name + " " + stage);
  }

  /** From now on each call gets this; null: what it asks for. */
  public void fail(@Nullable Fault fault) {
    faults = none -> fault;
  }

  /** The next calls get this, those after them what they ask for. */
  public void fail(int calls, Fault fault) {
    int until = asked.size() + calls;
    faults = none -> asked.size() <= until ? fault : null;
  }

  /** Each call so far: name and stage. */
  public List<String> asked() {
    return asked;
  }

  /** What the program is told so that it asks here. */
  public Map<String, String> settings() {
    return Map.of(
        "AWS_ENDPOINT_URL",
        "http://127.0.0.1:" + server.getAddress().getPort(),
        "AWS_REGION",
        "eu-west-1",
        "AWS_ACCESS_KEY_ID",
        "test",
        "AWS_SECRET_ACCESS_KEY",
        "test");
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      JsonNode question = JSON.readTree(call.getRequestBody().readAllBytes());
      String name = question.path("SecretId").asString();
      String key = name + " " + question.path("VersionStage").asString("AWSCURRENT");
      asked.add(key);
      Fault fault = faults.apply(null);
      String secret = secrets.get(key);
      if (fault == null && secret == null) {
        fault = new Fault(400, "ResourceNotFoundException");
      }
      if (fault == null) {
        send(call, 200, Map.of("Name", name, "SecretString", String.valueOf(secret)));
      } else if (fault.status() > 0) {
        // AWS's own words may quote the secret's name and more
        send(call, fault.status(), Map.of("__type", fault.type(), "message", "about " + secret));
      }
    }
  }

  private static void send(HttpExchange call, int status, Map<String, String> answer)
      throws IOException {
    byte[] body = JSON.writeValueAsString(answer).getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    call.sendResponseHeaders(status, body.length);
    call.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
