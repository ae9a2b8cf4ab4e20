package io.doula.database;

import com.zaxxer.hikari.HikariDataSource;
import io.doula.secrets.Secrets;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * The pool of connections: Hikari as {@code spring.datasource.hikari.…} describes it, over a source
 * that knows the login of the moment, and under one that limits what a thread sees.
 */
@Configuration(proxyBeanMethods = false)
class DatabaseSetup {
  static final String POOL = "dataSource";

  /**
   * @throws io.doula.core.CannotStart when the settings name no database
   */
  @Bean(POOL)
  SeeingDataSource dataSource(Environment environment, Secrets secrets) {
    Login.of(environment);
    HikariDataSource pool = new HikariDataSource();
    Binder.get(environment).bind("spring.datasource.hikari", Bindable.ofInstance(pool));
    pool.setDataSource(
        new LoginDataSource(environment, secrets, pool.getDataSourceProperties(), patience(pool)));
    return new SeeingDataSource(pool);
  }

  /**
   * Flyway holds several connections at once, and what it sets on them must not stay on one of the
   * pool's: it gets its own.
   */
  @Bean(defaultCandidate = false)
  @FlywayDataSource
  DataSource migrationConnections(Environment environment) {
    return Login.source(environment);
  }

  /** Who waits for the connection waits this long in all, and wants some time left. */
  private static Duration patience(HikariDataSource pool) {
    return Duration.ofMillis(pool.getConnectionTimeout() * 3 / 4);
  }
}
