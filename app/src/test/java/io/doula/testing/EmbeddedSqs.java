package io.doula.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * A real SQS (ElasticMQ) in this JVM, on a port of its own, that can be stopped and started again;
 * it keeps nothing.
 */
public final class EmbeddedSqs implements AutoCloseable {
  private static final String ACCOUNT = "000000000000";

  private final int port;
  private @Nullable SQSRestServer server;
  private @Nullable SqsClient client;

  private EmbeddedSqs(int port) {
    this.port = port;
  }

  /** With a port, but not started yet. */
  public static EmbeddedSqs onFreePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new EmbeddedSqs(socket.getLocalPort());
    }
  }

  public EmbeddedSqs start() {
    server = SQSRestServerBuilder.withInterface("127.0.0.1").withPort(port).start();
    server.waitUntilStarted();
    return this;
  }

  /** What the program is told so that it asks here. */
  public Map<String, String> settings(String queue) {
    return Map.of(
        "DOULA_QUEUE_URL", url(queue),
        "AWS_REGION", "elasticmq",
        "AWS_ACCESS_KEY_ID", "test",
        "AWS_SECRET_ACCESS_KEY", "test");
  }

  /** A queue's address, whether it was made or not. */
  public String url(String queue) {
    return "http://127.0.0.1:%d/%s/%s".formatted(port, ACCOUNT, queue);
  }

  /** Makes a standard queue. */
  public EmbeddedSqs queue(String name, Map<QueueAttributeName, String> attributes) {
    client().createQueue(made -> made.queueName(name).attributes(attributes));
    return this;
  }

  /** The test's own client. */
  public synchronized SqsClient client() {
    SqsClient made = client;
    if (made == null) {
      made =
          SqsClient.builder()
              .endpointOverride(URI.create("http://127.0.0.1:" + port))
              .region(Region.of("elasticmq"))
              .credentialsProvider(
                  StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
              .httpClient(UrlConnectionHttpClient.create())
              .build();
      client = made;
    }
    return made;
  }

  /** How many messages are there to be taken, and how many were taken and are not done. */
  public int messages(String queue, QueueAttributeName which) {
    return Integer.parseInt(
        client()
            .getQueueAttributes(asked -> asked.queueUrl(url(queue)).attributeNames(which))
            .attributes()
            .get(which));
  }

  public void stop() {
    SQSRestServer running = server;
    if (running != null) {
      running.stopAndWait();
      server = null;
    }
  }

  @Override
  public void close() {
    stop();
    if (client != null) {
      client.close();
    }
  }
}
