package io.doula.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts one PostgreSQL 18 per test JVM, the first time a context asks for it; the JVM's end stops
 * it.
 */
public class EmbeddedDatabase
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "embedded database",
                Map.of(
                    "spring.datasource.url", url(),
                    "spring.datasource.username", "postgres",
                    "spring.datasource.password", "postgres")));
  }

  /** The JDBC address of the one database all tests of this JVM share. */
  public static String url() {
    return Server.POSTGRES.getJdbcUrl("postgres", "postgres");
  }

  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setLocaleConfig("locale", "C").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
