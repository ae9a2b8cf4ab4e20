package io.doula.secrets;

import io.doula.core.CannotStart;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Puts {@code .env}, or the file that {@code DOULA_ENV_FILE} names, right after the real
 * environment variables.
 */
class EnvFileSettings implements EnvironmentPostProcessor, Ordered {
  /**
   * Names that end so are bound like environment variables: SPRING_DATASOURCE_URL is
   * spring.datasource.url.
   */
  private static final String NAME = "env-file-systemEnvironment";

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    String named = environment.getProperty("DOULA_ENV_FILE");
    Path file = Path.of(named == null ? ".env" : named);
    if (Files.exists(file)) {
      environment
          .getPropertySources()
          .addAfter(
              StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
              new SystemEnvironmentPropertySource(NAME, EnvFile.read(file)));
    } else if (named != null) {
      throw new CannotStart("DOULA_ENV_FILE names %s, and there is no such file.".formatted(file));
    }
  }

  /** Before Spring looks for its own files, so that a profile can be set here too. */
  @Override
  public int getOrder() {
    return ConfigDataEnvironmentPostProcessor.ORDER - 1;
  }
}
