package io.doula.channel;

import io.doula.core.CannotStart;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * The SDK's own settings. It reads them from the process's environment alone; here they also count
 * where Doula's others may stand: in {@code .env}.
 */
final class AwsSettings {
  private AwsSettings() {}

  /**
   * @param service as the SDK names it in {@code AWS_ENDPOINT_URL_<SERVICE>}
   * @throws CannotStart when no region can be found
   */
  static <B extends AwsClientBuilder<B, ?>> B applied(
      B client, String service, Environment environment) {
    client.region(region(environment));
    String endpoint = SmsSettings.text(environment, "AWS_ENDPOINT_URL_" + service);
    if (endpoint == null) {
      endpoint = SmsSettings.text(environment, "AWS_ENDPOINT_URL");
    }
    if (endpoint != null) {
      client.endpointOverride(URI.create(endpoint));
    }
    AwsCredentials written = credentials(environment);
    if (written != null) {
      client.credentialsProvider(StaticCredentialsProvider.create(written));
    }
    return client;
  }

  private static Region region(Environment environment) {
    String region = SmsSettings.text(environment, "AWS_REGION");
    if (region != null) {
      return Region.of(region);
    }
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException nowhere) {
      throw new CannotStart(
          "DOULA_SMS_ORIGIN is set and AWS_REGION is missing: set it to the region in which that"
              + " number, pool or sender id was made (eu-west-1, say).");
    }
  }

  /** Those written where the SDK doesn't look; all others it finds, and renews, by itself. */
  private static @Nullable AwsCredentials credentials(Environment environment) {
    String id = SmsSettings.text(environment, "AWS_ACCESS_KEY_ID");
    String key = SmsSettings.text(environment, "AWS_SECRET_ACCESS_KEY");
    if (id == null || key == null || System.getenv("AWS_ACCESS_KEY_ID") != null) {
      return null;
    }
    String session = SmsSettings.text(environment, "AWS_SESSION_TOKEN");
    return session == null
        ? AwsBasicCredentials.create(id, key)
        : AwsSessionCredentials.create(id, key, session);
  }
}
