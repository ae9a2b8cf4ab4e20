package io.doula.channel;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.pinpointsmsvoicev2.PinpointSmsVoiceV2Client;
import software.amazon.awssdk.services.pinpointsmsvoicev2.model.MessageType;
import software.amazon.awssdk.services.pinpointsmsvoicev2.model.SendTextMessageRequest;

/** Text messages through AWS End User Messaging SMS (SendTextMessage). */
final class SmsChannel implements Channel {
  /** The key of the context that AWS echoes in every event of a message. */
  static final String CORRELATION = "doula";

  /**
   * How long a network may try: a reminder of the morning is read the same day or not at all, and
   * one of the evening doesn't come in the small hours.
   */
  static final Duration TIME_TO_LIVE = Duration.ofHours(8);

  private final PinpointSmsVoiceV2Client aws;
  private final Departures departures;
  private final SmsSettings settings;

  /**
   * @param aws without retries: each would be a blind second message
   * @param departures the HTTP client that {@code aws} speaks through
   */
  SmsChannel(PinpointSmsVoiceV2Client aws, Departures departures, SmsSettings settings) {
    this.aws = aws;
    this.departures = departures;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "sms";
  }

  @Override
  public boolean sendsReceipts() {
    return settings.receipts();
  }

  @Override
  public int ratePerSecond() {
    return settings.rate();
  }

  @Override
  public Outcome send(Outgoing message, Duration deadline) {
    departures.begin(deadline);
    try {
      String id = aws.sendTextMessage(request(message, deadline)).messageId();
      return id == null
          ? Outcome.unknown("AWS answered without a message id")
          : Outcome.accepted(id);
    } catch (AwsServiceException answered) {
      return SmsOutcomes.of(answered);
    } catch (SdkException unanswered) {
      return SmsOutcomes.unanswered(departures.stage(), unanswered);
    } catch (RuntimeException failed) {
      if (departures.stage() == Departures.Stage.PREPARING) {
        throw failed;
      }
      return SmsOutcomes.unanswered(departures.stage(), failed);
    }
  }

  private SendTextMessageRequest request(Outgoing message, Duration deadline) {
    @Nullable String configurationSet = settings.configurationSet();
    return SendTextMessageRequest.builder()
        .destinationPhoneNumber(message.to())
        .originationIdentity(settings.origin())
        .configurationSetName(configurationSet)
        .messageType(MessageType.TRANSACTIONAL)
        .messageBody(message.text())
        .timeToLive(Math.toIntExact(TIME_TO_LIVE.toSeconds()))
        .context(Map.of(CORRELATION, message.correlation()))
        .overrideConfiguration(call -> call.apiCallTimeout(deadline))
        .build();
  }
}
