package io.doula.cli;

import io.doula.core.CannotStart;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** A program without the web role opens no port, and goes on running all the same. */
class RolesInEnvironment implements EnvironmentPostProcessor, Ordered {
  private static final List<String> KNOWN = List.of("web", "worker", "beat");

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    List<String> roles = roles(environment.getProperty("DOULA_ROLES", "web,worker,beat"));
    if (!roles.contains("web")) {
      environment
          .getPropertySources()
          .addLast(
              new MapPropertySource(
                  "roles",
                  Map.of(
                      "spring.main.web-application-type",
                      "none",
                      "spring.main.keep-alive",
                      "true")));
    }
  }

  private static List<String> roles(String text) {
    List<String> roles =
        Arrays.stream(text.split(",")).map(String::strip).filter(role -> !role.isEmpty()).toList();
    if (!KNOWN.containsAll(roles)) {
      throw new CannotStart(
          "DOULA_ROLES names a role that does not exist; there are web, worker and beat.");
    }
    return roles;
  }

  /** After every source of settings. */
  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }
}
