package io.doula.channel;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.util.StringUtils;

/** Email is there when a relay is named; Boot reads the relay's settings. */
@Configuration(proxyBeanMethods = false)
@Profile("!local")
class MailSetUp {

  /**
   * None when no relay is named; a setting that is there and empty, as templates leave it, names
   * none.
   */
  @Bean
  @Nullable Channel email(ObjectProvider<JavaMailSenderImpl> relay, Environment environment) {
    return StringUtils.hasText(environment.getProperty("spring.mail.host"))
        ? new MailChannel(new MailServer(relay.getObject()), MailSettings.of(environment))
        : null;
  }

  @Bean
  MailRenewal mailRenewal(Environment environment, ConfigurableListableBeanFactory made) {
    return new MailRenewal(environment, made);
  }
}
