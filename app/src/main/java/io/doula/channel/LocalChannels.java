package io.doula.channel;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** In the local profile every channel leads to the local phones. */
@Configuration(proxyBeanMethods = false)
@Profile("local")
class LocalChannels {

  @Bean
  Channel localWhatsapp(LocalPhones phones) {
    return phones.as("whatsapp");
  }

  @Bean
  Channel localSms(LocalPhones phones) {
    return phones.as("sms");
  }

  @Bean
  Channel localEmail(LocalPhones phones) {
    return phones.as("email");
  }
}
