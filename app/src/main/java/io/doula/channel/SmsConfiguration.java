package io.doula.channel;

import io.doula.aws.AwsSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.pinpointsmsvoicev2.PinpointSmsVoiceV2Client;

/** Text messages, where they are configured. */
@Configuration(proxyBeanMethods = false)
@Profile("!local")
class SmsConfiguration {
  private static final Logger log = LoggerFactory.getLogger(SmsConfiguration.class);

  /** A connection takes well under a second, also across an ocean. */
  private static final Duration CONNECT = Duration.ofSeconds(3);

  private static final String NO_REGION =
      "DOULA_SMS_ORIGIN is set and AWS_REGION is missing: set it to the region in which that number,"
          + " pool or sender id was made (eu-west-1, say).";

  private static final String IDLE_CONNECTIONS = "http.maxConnections";

  /** None when nothing of it is given. */
  @Bean
  @Nullable SmsChannel sms(Environment environment) {
    if (!isWanted(environment)) {
      return null;
    }
    SmsSettings settings = SmsSettings.of(environment);
    if (settings.configurationSet() != null && !settings.receipts()) {
      log.warn(
          "DOULA_SNS_TOPICS is missing: AWS's receipts for text messages are refused at"
              + " /webhooks/sns, and an unclear send is held for staff");
    }
    return channel(settings, environment);
  }

  static SmsChannel channel(SmsSettings settings, Environment environment) {
    // Java keeps 5 idle connections to a host unless told otherwise, and senders are more
    if (System.getProperty(IDLE_CONNECTIONS) == null) {
      System.setProperty(IDLE_CONNECTIONS, "64");
    }
    Departures departures =
        new Departures(UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).build());
    PinpointSmsVoiceV2Client aws =
        AwsSettings.applied(
                PinpointSmsVoiceV2Client.builder(), "PINPOINT_SMS_VOICE_V2", environment)
            .region(AwsSettings.region(environment, NO_REGION))
            .httpClient(departures)
            // a call that failed half-way may have been accepted: who repeats it sends twice
            .overrideConfiguration(all -> all.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build();
    return new SmsChannel(aws, departures, settings);
  }

  /** Whether either setting of this channel is there; the other is then asked for. */
  private static boolean isWanted(Environment environment) {
    return SmsSettings.text(environment, "DOULA_SMS_ORIGIN") != null
        || SmsSettings.text(environment, "DOULA_SMS_CONFIGURATION_SET") != null;
  }
}
