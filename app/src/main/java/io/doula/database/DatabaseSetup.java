package io.doula.database;

import com.zaxxer.hikari.HikariDataSource;
import io.doula.secrets.Secrets;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * The pool of connections: Hikari as {@code spring.datasource.hikari.…} describes it, over a source
 * that knows the login of the moment.
 */
@Configuration(proxyBeanMethods = false)
class DatabaseSetup {
  private static final String SNAPSHOTS = "org.crac.Core";

  /**
   * @throws io.doula.core.CannotStart when the settings name no database
   */
  @Bean
  HikariDataSource dataSource(Environment environment, Secrets secrets) {
    Login.of(environment);
    HikariDataSource pool = new HikariDataSource();
    // where snapshots are taken, Boot empties the pool before and holds it until the restore
    pool.setAllowPoolSuspension(ClassUtils.isPresent(SNAPSHOTS, getClass().getClassLoader()));
    Binder.get(environment).bind("spring.datasource.hikari", Bindable.ofInstance(pool));
    pool.setDataSource(
        new LoginDataSource(environment, secrets, pool.getDataSourceProperties(), patience(pool)));
    return pool;
  }

  /** Who waits for the connection waits this long in all, and wants some time left. */
  private static Duration patience(HikariDataSource pool) {
    return Duration.ofMillis(pool.getConnectionTimeout() * 3 / 4);
  }
}
