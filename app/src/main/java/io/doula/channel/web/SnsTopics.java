package io.doula.channel.web;

import io.doula.core.CannotStart;
import io.doula.core.Forbidden;
import io.doula.core.NotFound;
import java.util.Arrays;
import java.util.List;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The topics of SNS that may speak to us: {@code DOULA_SNS_TOPICS}, their ARNs, with commas. */
@Component
class SnsTopics {
  private final List<SnsTopic> topics;
  private final boolean receiptsWanted;

  /**
   * @throws CannotStart when one of them is no ARN of a topic
   */
  SnsTopics(Environment environment) {
    this.topics =
        Arrays.stream(environment.getProperty("DOULA_SNS_TOPICS", "").split(","))
            .map(String::strip)
            .filter(arn -> !arn.isEmpty())
            .map(SnsTopics::topic)
            .toList();
    this.receiptsWanted =
        isSet(environment, "DOULA_SMS_CONFIGURATION_SET")
            || isSet(environment, "DOULA_MAIL_CONFIGURATION_SET");
  }

  private static SnsTopic topic(String arn) {
    return SnsTopic.of(arn)
        .orElseThrow(
            () ->
                new CannotStart(
                    "DOULA_SNS_TOPICS must hold ARNs such as"
                        + " arn:aws:sns:eu-west-1:123456789012:doula, separated by commas."));
  }

  private static boolean isSet(Environment environment, String name) {
    return !environment.getProperty(name, "").isBlank();
  }

  /**
   * The allowed topic of this ARN.
   *
   * @throws NotFound when nothing is to come from SNS here
   * @throws Forbidden when this topic is not among the allowed
   */
  SnsTopic allowed(String arn) {
    if (topics.isEmpty()) {
      if (!receiptsWanted) {
        throw new NotFound("webhook: receipts from AWS are not set up here");
      }
      throw new Forbidden("set DOULA_SNS_TOPICS to the ARNs of the topics that may post here");
    }
    return topics.stream()
        .filter(topic -> topic.arn().equals(arn))
        .findFirst()
        .orElseThrow(() -> new Forbidden("this topic is not among DOULA_SNS_TOPICS"));
  }
}
