package io.doula.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Starts one PostgreSQL 18 per test JVM, the first time a context asks for it; the JVM's end stops
 * it.
 */
public class EmbeddedDatabase
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  /** The program's login. It owns its database and is no superuser: those no policy limits. */
  public static final String OWNER = "doula";

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "embedded database",
                Map.of(
                    "spring.datasource.url", url(profile(context)),
                    "spring.datasource.username", OWNER,
                    "spring.datasource.password", OWNER)));
  }

  /** A database for each profile: the local one has tables of its own. */
  private static String profile(ConfigurableApplicationContext context) {
    String[] active = context.getEnvironment().getActiveProfiles();
    return active.length == 0 ? "doula" : "doula_" + String.join("_", active);
  }

  /**
   * The JDBC address of a database that all tests of this JVM share, for {@link #OWNER}; made when
   * it is not there.
   */
  public static synchronized String url(String name) {
    if (Server.MADE.add(name)) {
      try (Connection connection = Server.POSTGRES.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("create database " + name + " owner " + OWNER);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
    return Server.POSTGRES.getJdbcUrl(OWNER, name);
  }

  /** The same database for who sees and may do everything. */
  public static DataSource asSuperuser(String name) {
    url(name);
    return Server.POSTGRES.getDatabase("postgres", name);
  }

  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();
    static final Set<String> MADE = new HashSet<>();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres postgres =
            EmbeddedPostgres.builder()
                .setLocaleConfig("locale", "C")
                // as docs/metrics.md asks of the server: its own log is to hold no row either
                .setServerConfig("log_error_verbosity", "terse")
                .setServerConfig("log_min_error_statement", "panic")
                .start();
        JdbcClient.create(postgres.getPostgresDatabase())
            .sql("create role " + OWNER + " login")
            .update();
        return postgres;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
