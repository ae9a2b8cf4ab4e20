package io.doula.cli;

import io.doula.database.Login;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Refuses a start that names no database, before Spring looks for one in its own words. */
class DatabaseNamed implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    Login.of(context.getEnvironment());
  }
}
