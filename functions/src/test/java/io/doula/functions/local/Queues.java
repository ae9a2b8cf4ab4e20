package io.doula.functions.local;

import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import tools.jackson.databind.json.JsonMapper;

/** ElasticMQ as SQS, with the template's queues; a queue's name is its logical id. */
final class Queues implements AutoCloseable {
  private static final Map<String, QueueAttributeName> NUMBERS =
      Map.of(
          "VisibilityTimeout", QueueAttributeName.VISIBILITY_TIMEOUT,
          "MessageRetentionPeriod", QueueAttributeName.MESSAGE_RETENTION_PERIOD,
          "ReceiveMessageWaitTimeSeconds", QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS,
          "DelaySeconds", QueueAttributeName.DELAY_SECONDS);

  private final SQSRestServer server;
  private final String url;
  private final SqsClient client;

  Queues() {
    server =
        SQSRestServerBuilder.withInterface("127.0.0.1")
            .withDynamicPort()
            .withAWSRegion(Intrinsics.REGION)
            .withAWSAccountId(Intrinsics.ACCOUNT)
            .start();
    url = "http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort();
    client =
        SqsClient.builder()
            .endpointOverride(URI.create(url))
            .region(Region.of(Intrinsics.REGION))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("laptop", "laptop")))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  /** What AWS_ENDPOINT_URL_SQS is set to. */
  String url() {
    return url;
  }

  SqsClient client() {
    return client;
  }

  String urlOf(String id) {
    return Physical.queueUrl(url, id);
  }

  /** Makes them all; first those that others leave their dead letters in. */
  void make(Template template) {
    for (boolean withRedrive : new boolean[] {false, true}) {
      template.ids("AWS::SQS::Queue").stream()
          .filter(id -> (template.property(id, "RedrivePolicy") != null) == withRedrive)
          .forEach(id -> make(id, template.properties(id)));
    }
  }

  private void make(String id, Map<String, Object> properties) {
    Map<QueueAttributeName, String> attributes = new EnumMap<>(QueueAttributeName.class);
    NUMBERS.forEach(
        (name, attribute) -> {
          if (properties.containsKey(name)) {
            attributes.put(attribute, properties.get(name).toString());
          }
        });
    if (properties.containsKey("RedrivePolicy")) {
      attributes.put(
          QueueAttributeName.REDRIVE_POLICY,
          new JsonMapper().writeValueAsString(properties.get("RedrivePolicy")));
    }
    client.createQueue(queue -> queue.queueName(id).attributes(attributes));
  }

  @Override
  public void close() {
    client.close();
    server.stopAndWait();
  }
}
