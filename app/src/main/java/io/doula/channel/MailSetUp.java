package io.doula.channel;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.util.StringUtils;

/** Email is there when a relay is named; Boot reads the relay's settings. */
@Configuration(proxyBeanMethods = false)
@Profile("!local")
@Conditional(MailSetUp.RelayIsNamed.class)
class MailSetUp {
  @Bean
  Channel email(JavaMailSenderImpl relay, Environment environment) {
    return new MailChannel(new MailServer(relay), MailSettings.of(environment));
  }

  @Bean
  MailRenewal mailRenewal(Environment environment, JavaMailSenderImpl relay) {
    return new MailRenewal(environment, relay);
  }

  /** A setting that is there and empty, as templates leave it, names none. */
  static class RelayIsNamed implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return StringUtils.hasText(context.getEnvironment().getProperty("spring.mail.host"));
    }
  }
}
