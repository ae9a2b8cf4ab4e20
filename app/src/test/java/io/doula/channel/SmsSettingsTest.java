package io.doula.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.CannotStart;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;

class SmsSettingsTest {
  private final ApplicationContextRunner program =
      new ApplicationContextRunner()
          .withUserConfiguration(SmsConfiguration.class)
          .withPropertyValues("AWS_REGION=eu-west-1");
  private final ApplicationContextRunner sending =
      program.withPropertyValues("DOULA_SMS_ORIGIN=Kibera");

  private static ContextConsumer<AssertableApplicationContext> refuses(String words) {
    return context ->
        assertThat(context)
            .getFailure()
            .hasRootCauseInstanceOf(CannotStart.class)
            .rootCause()
            .hasMessageContaining(words);
  }

  @Test
  void thereIsNoChannelUnlessAnOriginIsNamed() {
    program.run(context -> assertThat(context.getBeanProvider(Channel.class).stream()).isEmpty());
    program
        .withPropertyValues("DOULA_SMS_ORIGIN= ")
        .run(context -> assertThat(context.getBeanProvider(Channel.class).stream()).isEmpty());
    sending.run(context -> assertThat(context.getBean(Channel.class).name()).isEqualTo("sms"));
  }

  @Test
  void theLocalProfileSendsNoTextMessage() {
    sending
        .withPropertyValues("spring.profiles.active=local")
        .run(context -> assertThat(context.getBeanProvider(Channel.class).stream()).isEmpty());
  }

  @Test
  void aConfigurationSetWithoutAnOriginIsRefusedByName() {
    program
        .withPropertyValues("DOULA_SMS_CONFIGURATION_SET=doula")
        .run(refuses("DOULA_SMS_ORIGIN is missing"));
  }

  @Test
  void receiptsNeedAConfigurationSetAndATopic() {
    sending.run(context -> assertThat(context.getBean(Channel.class).sendsReceipts()).isFalse());
    sending
        .withPropertyValues("DOULA_SMS_CONFIGURATION_SET=doula")
        .run(context -> assertThat(context.getBean(Channel.class).sendsReceipts()).isFalse());
    sending
        .withPropertyValues("DOULA_SNS_TOPICS=arn:aws:sns:eu-west-1:123456789012:doula")
        .run(context -> assertThat(context.getBean(Channel.class).sendsReceipts()).isFalse());
    sending
        .withPropertyValues(
            "DOULA_SMS_CONFIGURATION_SET=doula",
            "DOULA_SNS_TOPICS=arn:aws:sns:eu-west-1:123456789012:doula")
        .run(context -> assertThat(context.getBean(Channel.class).sendsReceipts()).isTrue());
  }

  @Test
  void theRateIsANumberOfMessagesASecond() {
    sending.run(
        context -> assertThat(context.getBean(Channel.class).ratePerSecond()).isEqualTo(10));
    sending
        .withPropertyValues("DOULA_SMS_RATE=0")
        .run(context -> assertThat(context.getBean(Channel.class).ratePerSecond()).isZero());
    sending.withPropertyValues("DOULA_SMS_RATE=fast").run(refuses("DOULA_SMS_RATE must be"));
  }

  @Test
  void aRegionThatNobodyNamesIsAskedFor() {
    System.setProperty("aws.disableEc2Metadata", "true");
    try {
      new ApplicationContextRunner()
          .withUserConfiguration(SmsConfiguration.class)
          .withPropertyValues("DOULA_SMS_ORIGIN=Kibera")
          .run(refuses("AWS_REGION is missing"));
    } finally {
      System.clearProperty("aws.disableEc2Metadata");
    }
  }
}
