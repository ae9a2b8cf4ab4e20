package io.doula.channel;

import io.doula.core.CannotStart;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.util.StringUtils;

/** Email is there when a relay is named; Boot reads the relay's settings. */
@Configuration(proxyBeanMethods = false)
@Profile("!local")
@Conditional(MailSetUp.RelayIsNamed.class)
class MailSetUp {
  /** What SES allows as a rule outside its sandbox. */
  private static final int USUAL_RATE = 14;

  @Bean
  Channel email(
      JavaMailSenderImpl relay,
      @Value("${DOULA_MAIL_FROM:}") String from,
      @Value("${DOULA_MAIL_RATE:}") String rate,
      @Value("${DOULA_MAIL_CONFIGURATION_SET:}") String configurationSet) {
    return new MailChannel(
        new MailServer(relay), new MailSettings(from, number(rate), configurationSet));
  }

  private static int number(String rate) {
    try {
      return rate.isBlank() ? USUAL_RATE : Integer.parseInt(rate.strip());
    } catch (NumberFormatException e) {
      throw new CannotStart("DOULA_MAIL_RATE must be a number of mails per second, or 0.");
    }
  }

  /** A setting that is there and empty, as templates leave it, names none. */
  static class RelayIsNamed implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return StringUtils.hasText(context.getEnvironment().getProperty("spring.mail.host"));
    }
  }
}
