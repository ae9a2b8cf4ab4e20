package io.doula.aws;

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
public final class AwsSettings {
  private AwsSettings() {}

  /**
   * A client's builder with the endpoint and the login that are set; its region is for the caller
   * to say.
   *
   * @param service as the SDK names it in {@code AWS_ENDPOINT_URL_<SERVICE>}
   */
  public static <B extends AwsClientBuilder<B, ?>> B applied(
      B client, String service, Environment environment) {
    String endpoint = endpoint(service, environment);
    if (endpoint != null) {
      client.endpointOverride(URI.create(endpoint));
    }
    AwsCredentials written = credentials(environment);
    if (written != null) {
      client.credentialsProvider(StaticCredentialsProvider.create(written));
    }
    return client;
  }

  /**
   * Where a service answers when it is not at AWS's own address; null: there.
   *
   * @param service as the SDK names it in {@code AWS_ENDPOINT_URL_<SERVICE>}
   */
  public static @Nullable String endpoint(String service, Environment environment) {
    String own = text(environment, "AWS_ENDPOINT_URL_" + service);
    return own == null ? text(environment, "AWS_ENDPOINT_URL") : own;
  }

  /**
   * The region that is set, or that this machine is in.
   *
   * @param otherwise what to say when there is none
   * @throws CannotStart when no region can be found
   */
  public static Region region(Environment environment, String otherwise) {
    String region = text(environment, "AWS_REGION");
    if (region != null) {
      return Region.of(region);
    }
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException nowhere) {
      throw new CannotStart(otherwise);
    }
  }

  /** Those written where the SDK doesn't look; all others it finds, and renews, by itself. */
  private static @Nullable AwsCredentials credentials(Environment environment) {
    String id = text(environment, "AWS_ACCESS_KEY_ID");
    String key = text(environment, "AWS_SECRET_ACCESS_KEY");
    if (id == null || key == null || System.getenv("AWS_ACCESS_KEY_ID") != null) {
      return null;
    }
    String session = text(environment, "AWS_SESSION_TOKEN");
    return session == null
        ? AwsBasicCredentials.create(id, key)
        : AwsSessionCredentials.create(id, key, session);
  }

  private static @Nullable String text(Environment environment, String name) {
    String value = environment.getProperty(name);
    return value == null || value.isBlank() ? null : value.strip();
  }
}
