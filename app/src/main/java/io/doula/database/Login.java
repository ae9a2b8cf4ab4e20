package io.doula.database;

import io.doula.core.CannotStart;
import io.doula.secrets.Secrets;
import io.doula.secrets.Verbatim;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Where the database is and who we are there, as the settings say at this moment.
 *
 * @param url its JDBC address
 * @param user null: as the address or PostgreSQL's own defaults say
 * @param password null: none is asked for, or it stands elsewhere
 */
public record Login(String url, @Nullable String user, @Nullable String password) {
  private static final String MISSING =
      """
      SPRING_DATASOURCE_URL is missing. Set it to the database's address, for example
      jdbc:postgresql://127.0.0.1:5432/doula, with SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD,
      in the environment or in a file .env here.""";

  /**
   * @throws CannotStart saying what to set when the settings name no database, or why the secret
   *     that holds its login can't be used
   */
  public static Login of(Environment environment) {
    ConfigurableEnvironment settings = (ConfigurableEnvironment) environment;
    Secrets.of(settings)
        .loginFault()
        .ifPresent(
            fault -> {
              throw new CannotStart(fault);
            });
    String url = Verbatim.text(settings, "SPRING_DATASOURCE_URL");
    if (url == null) {
      throw new CannotStart(MISSING);
    }
    return new Login(
        url.strip(),
        Verbatim.text(settings, "SPRING_DATASOURCE_USERNAME"),
        Verbatim.text(settings, "SPRING_DATASOURCE_PASSWORD"));
  }

  /**
   * Connections with the login of the moment, each a new one: what pools and checks take them from.
   */
  public static DataSource source(Environment environment) {
    LoginDataSource source =
        new LoginDataSource(
            environment, Secrets.of(environment), new Properties(), Duration.ofSeconds(3));
    source.setLoginTimeout(10);
    return source;
  }

  /** As the driver takes it. */
  Properties properties() {
    Properties properties = new Properties();
    if (user != null) {
      properties.setProperty("user", user);
    }
    if (password != null) {
      properties.setProperty("password", password);
    }
    return properties;
  }

  /** Never the password; nor the address, whose parameters may hold one. */
  @Override
  public String toString() {
    return "Login";
  }
}
