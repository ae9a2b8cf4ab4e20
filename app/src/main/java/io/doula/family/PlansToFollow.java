package io.doula.family;

import io.doula.schedule.Plan;
import io.doula.schedule.Plans;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A clinic can follow any plan that this program ships. */
@Configuration(proxyBeanMethods = false)
class PlansToFollow {
  @Bean
  KnownPlans knownPlans(Plans plans) {
    return plan -> plans.find(plan).map(Plan::version);
  }
}
