package io.doula.secrets;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** Hands those who need it what the environment knows of secrets. */
@Configuration(proxyBeanMethods = false)
class SecretsSetup {
  @Bean
  static Secrets secrets(ConfigurableEnvironment environment, ApplicationEventPublisher events) {
    Secrets secrets = Secrets.of(environment);
    secrets.tell(events);
    return secrets;
  }
}
