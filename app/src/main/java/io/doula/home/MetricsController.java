package io.doula.home;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Measurements in Prometheus' text form. */
@RestController
class MetricsController {
  private final ObjectProvider<PrometheusMeterRegistry> registry;

  MetricsController(ObjectProvider<PrometheusMeterRegistry> registry) {
    this.registry = registry;
  }

  @GetMapping(path = "/metrics", produces = "text/plain;version=0.0.4;charset=utf-8")
  String metrics() {
    return registry.getObject().scrape();
  }
}
