package io.doula.queue;

import io.doula.aws.AwsSettings;
import io.doula.core.CannotStart;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The queue of SQS that {@code DOULA_QUEUE_URL} names. */
final class SqsQueue implements Queue {
  private static final Duration CONNECT = Duration.ofSeconds(1);

  /** An answer that need not be waited for on purpose. */
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private static final Duration CHECK = Duration.ofSeconds(10);

  private static final Pattern ADDRESS =
      Pattern.compile(
          "(https?://[\\w.-]+(?::\\d{1,5})?)(?:/[\\w-]+)*/([\\w-]{1,80}|[\\w-]{1,75}\\.fifo)");

  /** Where the address says in which region the queue is. */
  private static final Pattern REGION =
      Pattern.compile("https?://(?:[\\w-]+\\.)*sqs\\.([a-z]{2,}(?:-[a-z]+)+-\\d)\\..*");

  /** AWS's own address of the service, which the SDK knows better. */
  private static final Pattern AT_HOME =
      Pattern.compile("https://sqs\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?/.*");

  private final String url;
  private final String origin;
  private final Region region;
  private final Environment environment;

  private SqsQueue(String url, String origin, Region region, Environment environment) {
    this.url = url;
    this.origin = origin;
    this.region = region;
    this.environment = environment;
  }

  /**
   * @throws CannotStart when this is no address of a standard queue, or in no region
   */
  static SqsQueue at(String url, Environment environment) {
    if (url.isEmpty()) {
      throw new CannotStart("DOULA_QUEUE is sqs, and DOULA_QUEUE_URL is missing.");
    }
    Matcher address = ADDRESS.matcher(url);
    if (!address.matches()) {
      throw new CannotStart(
          "DOULA_QUEUE_URL can't be read. It looks like"
              + " https://sqs.eu-west-1.amazonaws.com/123456789012/doula.");
    }
    if (address.group(2).endsWith(".fifo")) {
      throw new CannotStart(
          "DOULA_QUEUE_URL names a FIFO queue. Hints need no order; make a standard one.");
    }
    Matcher told = REGION.matcher(url);
    Region region =
        told.matches()
            ? Region.of(told.group(1))
            : AwsSettings.region(
                environment,
                "DOULA_QUEUE_URL is set and AWS_REGION is missing: set it to the region in which that"
                    + " queue was made (eu-west-1, say).");
    return new SqsQueue(url, address.group(1), region, environment);
  }

  String url() {
    return url;
  }

  String region() {
    return region.id();
  }

  /** For calls that SQS answers at once; asking again does no harm, so the client may. */
  SqsClient quickClient() {
    return client(ANSWER).build();
  }

  /** For calls that SQS may answer so late, on purpose. */
  SqsClient patientClient(Duration wait) {
    return client(wait.plus(ANSWER))
        .overrideConfiguration(all -> all.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  private SqsClientBuilder client(Duration answer) {
    SqsClientBuilder client =
        SqsClient.builder()
            .region(region)
            .httpClient(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT)
                    .socketTimeout(answer)
                    .build());
    if (!AT_HOME.matcher(url).matches()) {
      client.endpointOverride(URI.create(origin));
    }
    return AwsSettings.applied(client, "SQS", environment);
  }

  @Override
  public String described() {
    return "sqs at " + url;
  }

  @Override
  public Optional<String> trouble() {
    try (SqsLink link = new SqsLink(this::quickClient, new Outage(described(), ""))) {
      link.ask(
          CHECK,
          sqs ->
              sqs.getQueueAttributes(
                  asked ->
                      asked.queueUrl(url).attributeNames(QueueAttributeName.VISIBILITY_TIMEOUT)));
      return Optional.empty();
    } catch (QueueAway e) {
      return Optional.of("does not answer (%s)".formatted(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("was not asked");
    }
  }

  @Override
  public Wakeups open() {
    return new SqsWakeups(this, SqsWakeups.LEASE);
  }
}
