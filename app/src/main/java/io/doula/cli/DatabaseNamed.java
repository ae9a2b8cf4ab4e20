package io.doula.cli;

import io.doula.core.CannotStart;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** Refuses a start that names no database, before Spring looks for one in its own words. */
class DatabaseNamed implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  static final String MISSING =
      """
      SPRING_DATASOURCE_URL is missing. Set it to the database's address, for example
      jdbc:postgresql://127.0.0.1:5432/doula, with SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD,
      in the environment or in a file .env here.""";

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    if (!isNamed(context.getEnvironment())) {
      throw new CannotStart(MISSING);
    }
  }

  static boolean isNamed(Environment environment) {
    return !environment.getProperty("spring.datasource.url", "").isBlank();
  }
}
