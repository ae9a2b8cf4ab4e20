package io.doula.secrets;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Settings as they were written. Spring takes <code>${…}</code> in a value for a reference to
 * another; in a password it is a password.
 */
public final class Verbatim {
  /** Spring's view over all the others. */
  private static final String VIEW = "configurationProperties";

  private Verbatim() {}

  /**
   * The first value of a setting that is not empty.
   *
   * @param name as in the environment: {@code SPRING_DATASOURCE_URL}
   */
  public static @Nullable String text(ConfigurableEnvironment environment, String name) {
    return text(environment, name, null);
  }

  /** The same, passing over one source. */
  static @Nullable String text(
      ConfigurableEnvironment environment, String name, @Nullable String except) {
    String dotted = name.toLowerCase(Locale.ROOT).replace('_', '.');
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source.getName().equals(VIEW) || source.getName().equals(except)) {
        continue;
      }
      String value = value(environment, source, name);
      value = value == null || value.isBlank() ? value(environment, source, dotted) : value;
      if (value != null && !value.isBlank()) {
        return value;
      }
    }
    return null;
  }

  /** In a file of Spring's own a reference is meant as one. */
  private static @Nullable String value(
      ConfigurableEnvironment environment, PropertySource<?> source, String name) {
    Object value = source.getProperty(name);
    if (value == null) {
      return null;
    }
    return source instanceof SystemEnvironmentPropertySource
        ? value.toString()
        : environment.resolvePlaceholders(value.toString());
  }
}
