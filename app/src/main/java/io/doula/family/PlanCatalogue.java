package io.doula.family;

import io.doula.schedule.Plans;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The plans that this program ships, read once at the start. */
@Configuration(proxyBeanMethods = false)
class PlanCatalogue {

  @Bean
  Plans plans() {
    return Plans.load();
  }
}
