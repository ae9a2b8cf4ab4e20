package io.doula.channel;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Email is there when a relay is named; Boot reads the relay's settings. */
@Configuration(proxyBeanMethods = false)
@Profile("!local")
@ConditionalOnProperty("spring.mail.host")
class MailSetUp {

  /** SES's usual rate outside its sandbox is 14 mails a second. */
  @Bean
  Channel email(
      JavaMailSenderImpl relay,
      @Value("${DOULA_MAIL_FROM:}") String from,
      @Value("${DOULA_MAIL_RATE:14}") int rate,
      @Value("${DOULA_MAIL_CONFIGURATION_SET:}") String configurationSet) {
    return new MailChannel(new MailServer(relay), new MailSettings(from, rate, configurationSet));
  }
}
