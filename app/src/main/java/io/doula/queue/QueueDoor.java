package io.doula.queue;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The queue that the settings name; connections are made when it is first used. */
@Configuration(proxyBeanMethods = false)
class QueueDoor {

  @Bean
  Wakeups wakeups(Environment environment) {
    return QueueSettings.of(environment).open();
  }
}
