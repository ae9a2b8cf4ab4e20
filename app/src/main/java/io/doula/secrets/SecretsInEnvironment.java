package io.doula.secrets;

import io.doula.core.CannotStart;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Profiles;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Puts what secrets hold among the settings; login and key are read when somebody asks for them,
 * further secrets at once. In the local profile AWS is never asked.
 */
class SecretsInEnvironment implements EnvironmentPostProcessor, Ordered {
  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    if (environment.acceptsProfiles(Profiles.of("local"))) {
      return;
    }
    Secrets secrets = new Secrets(environment, true);
    // first, and giving way to all others: a setting that is there and empty is not given
    environment
        .getPropertySources()
        .addFirst(
            new SystemEnvironmentPropertySource(
                SecretSettings.SOURCE, new SecretSettings(secrets)));
    try {
      secrets.readExtras(Secrets.PATIENCE);
    } catch (SecretFault e) {
      if (!environment.getProperty(Secrets.FAULTS_ARE_TOLD, Boolean.class, false)) {
        throw new CannotStart(Faults.ofExtras(e));
      }
    }
  }

  /** When profiles and files are known, {@code .env} among them. */
  @Override
  public int getOrder() {
    return ConfigDataEnvironmentPostProcessor.ORDER + 1;
  }
}
