package io.doula.channel.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.core.CannotStart;
import io.doula.core.Forbidden;
import io.doula.core.NotFound;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.env.MockEnvironment;

@DoulaTest
class SnsTopicsTest {
  @Autowired Api api;

  private static SnsTopics topics(String name, String value) {
    return new SnsTopics(new MockEnvironment().withProperty(name, value));
  }

  @Test
  void withoutReceiptsFromAwsThereIsNoWebhook() {
    String body = Sns.Letter.notification("{}").signed().json();
    assertThat(
            api.send("POST", "/webhooks/sns", "text/plain", BodyPublishers.ofString(body)).status())
        .isEqualTo(404);
    assertThatThrownBy(() -> topics("DOULA_SNS_TOPICS", " , ").allowed(Sns.TOPIC))
        .isInstanceOf(NotFound.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DOULA_SMS_CONFIGURATION_SET", "DOULA_MAIL_CONFIGURATION_SET"})
  void whereReceiptsAreWantedTheRefusalSaysWhatToSet(String configurationSet) {
    assertThatThrownBy(() -> topics(configurationSet, "doula").allowed(Sns.TOPIC))
        .isInstanceOf(Forbidden.class)
        .hasMessageContaining("set DOULA_SNS_TOPICS");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "doula",
        "arn:aws:sqs:eu-west-1:123456789012:doula",
        "arn:aws:sns:eu-west-1:123456789012:doula; arn:aws:sns:eu-west-1:123456789012:x",
        "arn:aws:sns:evil.example/:123456789012:doula",
        "arn:aws:sns:eu-west-1:123456789012:doula:subscription"
      })
  void whatIsNoTopicIsRefusedAtStart(String arn) {
    assertThatThrownBy(() -> topics("DOULA_SNS_TOPICS", arn)).isInstanceOf(CannotStart.class);
  }

  @Test
  void eachPartitionHasItsOwnHosts() {
    SnsTopic china = SnsTopic.of("arn:aws-cn:sns:cn-north-1:123456789012:doula").orElseThrow();
    assertThat(china.certificateAddress("https://sns.cn-north-1.amazonaws.com.cn/a.pem"))
        .isPresent();
    assertThat(china.certificateAddress("https://sns.cn-north-1.amazonaws.com/a.pem")).isEmpty();
    assertThat(china.certificateNames()).contains("sns-cn-north-1.amazonaws.com.cn");
    SnsTopic government =
        SnsTopic.of("arn:aws-us-gov:sns:us-gov-east-1:123456789012:doula").orElseThrow();
    assertThat(government.certificateNames()).contains("sns-us-gov-west-1.amazonaws.com");
  }
}
