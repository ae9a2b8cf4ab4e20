package io.doula.family;

import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The plans a clinic can follow. */
@Configuration(proxyBeanMethods = false)
class PlansToFollow {
  @Bean
  KnownPlans knownPlans() {
    return plan -> plan.equals("who") ? Optional.of("0") : Optional.empty();
  }
}
