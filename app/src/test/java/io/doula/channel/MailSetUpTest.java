package io.doula.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.CannotStart;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mail.javamail.JavaMailSenderImpl;

class MailSetUpTest {
  private final ApplicationContextRunner doula =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(MailSenderAutoConfiguration.class))
          .withUserConfiguration(MailSetUp.class);

  @Test
  void thereIsNoEmailWithoutARelay() {
    doula
        .withPropertyValues("DOULA_MAIL_FROM=reminders@clinic.example")
        .run(context -> assertThat(context.getBeanProvider(Channel.class).stream()).isEmpty());
    doula
        .withPropertyValues("spring.mail.host=", "DOULA_MAIL_FROM=", "DOULA_MAIL_RATE=")
        .run(context -> assertThat(context.getBeanProvider(Channel.class).stream()).isEmpty());
  }

  @Test
  void aRelayWithoutASenderIsNoStart() {
    doula
        .withPropertyValues("spring.mail.host=relay.example")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("DOULA_MAIL_FROM is missing"));
  }

  @Test
  void wrongSettingsAreNamed() {
    refuses("DOULA_MAIL_FROM", "DOULA_MAIL_FROM=two@a.example, three@a.example");
    refuses("DOULA_MAIL_FROM", "DOULA_MAIL_FROM=nobody");
    refuses("DOULA_MAIL_RATE", "DOULA_MAIL_FROM=a@b.example", "DOULA_MAIL_RATE=-1");
    refuses("DOULA_MAIL_RATE", "DOULA_MAIL_FROM=a@b.example", "DOULA_MAIL_RATE=many");
    refuses(
        "DOULA_MAIL_CONFIGURATION_SET",
        "DOULA_MAIL_FROM=a@b.example",
        "DOULA_MAIL_CONFIGURATION_SET=no good");
  }

  private void refuses(String named, String... settings) {
    doula
        .withPropertyValues("spring.mail.host=relay.example")
        .withPropertyValues(settings)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining(named));
  }

  @Test
  void emailIsThereWithARelayAndASender() {
    doula
        .withPropertyValues(
            "spring.mail.host=relay.example",
            "DOULA_MAIL_FROM=Clinics of Kibera <reminders@clinic.example>",
            "DOULA_MAIL_RATE=",
            "DOULA_MAIL_CONFIGURATION_SET=")
        .run(
            context -> {
              Channel email = context.getBean(Channel.class);
              assertThat(email.name()).isEqualTo("email");
              assertThat(email.ratePerSecond()).isEqualTo(14);
              assertThat(email.sendsReceipts()).isFalse();
            });
  }

  @Test
  void withAPasswordTlsIsRequiredUnlessTheEnvironmentSaysOtherwise() {
    assertThat(properties("SPRING_MAIL_HOST", "relay.example"))
        .doesNotContainKey("mail.smtp.starttls.required");
    assertThat(properties("SPRING_MAIL_HOST", "relay.example", "SPRING_MAIL_USERNAME", "doula"))
        .containsEntry("mail.smtp.starttls.enable", "true")
        .containsEntry("mail.smtp.starttls.required", "true");
    assertThat(
            properties(
                "SPRING_MAIL_HOST",
                "relay.example",
                "SPRING_MAIL_USERNAME",
                "doula",
                "SPRING_MAIL_PROPERTIES_MAIL_SMTP_STARTTLS_REQUIRED",
                "false",
                "SPRING_MAIL_PROPERTIES_MAIL_DEBUG",
                "true"))
        .containsEntry("mail.smtp.starttls.required", "false")
        .containsEntry("mail.debug", "false");
    assertThat(
            properties(
                "SPRING_MAIL_HOST",
                "relay.example",
                "SPRING_MAIL_USERNAME",
                "doula",
                "SPRING_MAIL_SSL_ENABLED",
                "true"))
        .containsEntry("mail.smtp.ssl.enable", "true")
        .doesNotContainKey("mail.smtp.starttls.required");
  }

  private static Map<Object, Object> properties(String... environment) {
    Map<String, Object> variables = new HashMap<>();
    for (int i = 0; i < environment.length; i += 2) {
      variables.put(environment[i], environment[i + 1]);
    }
    Map<Object, Object> found = new HashMap<>();
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(MailSenderAutoConfiguration.class))
        .withInitializer(
            context ->
                context
                    .getEnvironment()
                    .getPropertySources()
                    .addFirst(
                        new SystemEnvironmentPropertySource("test-systemEnvironment", variables)))
        .run(
            context ->
                found.putAll(
                    new MailServer(context.getBean(JavaMailSenderImpl.class)).properties()));
    return found;
  }

  @Test
  void theLocalProfileSendsNoMail() {
    doula
        .withPropertyValues(
            "spring.profiles.active=local",
            "spring.mail.host=relay.example",
            "DOULA_MAIL_FROM=a@b.example")
        .run(context -> assertThat(context.getBeanProvider(Channel.class).stream()).isEmpty());
  }
}
