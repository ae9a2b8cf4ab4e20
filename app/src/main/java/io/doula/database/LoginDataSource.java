package io.doula.database;

import io.doula.core.CannotStart;
import io.doula.secrets.Secrets;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Opens connections with the login as it is now. When PostgreSQL refuses one that came from a
 * secret, the secret is read again and the connection opened with what it says then, within the
 * same call: who waits for the connection does not hear of a rotation.
 */
final class LoginDataSource extends AbstractDataSource {
  private static final Logger log = LoggerFactory.getLogger(LoginDataSource.class);

  /** However many connections are refused, the secret is not read more often. */
  private static final long BETWEEN_READS_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** PostgreSQL's codes of a refused login. */
  private static final Map<String, String> MEANING =
      Map.of(
          "28P01",
          "28P01, a wrong password",
          "28000",
          "28000, a user who is not there or may not come in from here or like this");

  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 500;

  private final Environment environment;
  private final Secrets secrets;
  private final Properties driverProperties;
  private final Duration patience;
  private final Driver driver = driver();

  private final ReentrantLock reading = new ReentrantLock();
  private @Nullable Long lastRead;
  private volatile String trouble = "";
  private volatile int loginTimeout;

  /**
   * @param driverProperties what else the driver is told
   * @param patience how long one call may go on trying after the first refusal
   */
  LoginDataSource(
      Environment environment, Secrets secrets, Properties driverProperties, Duration patience) {
    this.environment = environment;
    this.secrets = secrets;
    this.driverProperties = driverProperties;
    this.patience = patience;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Login login = login();
    try {
      return open(login);
    } catch (SQLException e) {
      Optional<String> secret = isRefusal(e) ? secrets.loginSecret() : Optional.empty();
      if (secret.isEmpty()) {
        throw e;
      }
      return openRenewed(login, secret.get(), e.getSQLState());
    }
  }

  /** Ours is the only login. */
  @Override
  public Connection getConnection(String username, String password) {
    throw new UnsupportedOperationException("the login comes from the settings");
  }

  @Override
  public int getLoginTimeout() {
    return loginTimeout;
  }

  @Override
  public void setLoginTimeout(int seconds) {
    loginTimeout = seconds;
  }

  /** By its name: its class files want annotations that are not here. */
  private static Driver driver() {
    try {
      return (Driver)
          Class.forName(DatabaseDriver.POSTGRESQL.getDriverClassName())
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("PostgreSQL's driver is in the program", e);
    }
  }

  private Connection openRenewed(Login refused, String secret, String because) throws SQLException {
    long until = System.nanoTime() + patience.toNanos();
    long pause = FIRST_PAUSE_MILLIS;
    Login tried = refused;
    String state = because;
    while (true) {
      Login next = renewed(tried, until);
      if (next.equals(tried) && !rested(pause, until)) {
        throw new LoginRefused(
            "The database refuses the login of the secret %s with %s.%s"
                .formatted(secret, MEANING.get(state), trouble),
            state);
      }
      pause = next.equals(tried) ? Math.min(2 * pause, LONGEST_PAUSE_MILLIS) : pause;
      try {
        return open(next);
      } catch (SQLException e) {
        if (!isRefusal(e)) {
          throw e;
        }
        tried = next;
        state = e.getSQLState();
      }
    }
  }

  /**
   * The login after the refused one: another thread's finding, or what the secret says when it is
   * read again; the same where it was read a moment ago.
   */
  private Login renewed(Login refused, long until) throws SQLException {
    try {
      if (!reading.tryLock(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return refused;
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
    try {
      if (login().equals(refused) && readIsDue(until)) {
        lastRead = System.nanoTime();
        read(until);
      }
      return login();
    } finally {
      reading.unlock();
    }
  }

  private void read(long until) {
    Duration left = Duration.ofNanos(Math.max(1, until - System.nanoTime()));
    Optional<String> fault = secrets.readLoginAgain(left);
    trouble = fault.map(words -> " Reading it again fails. " + words).orElse("");
    if (fault.isPresent()) {
      log.warn("PostgreSQL refuses the login, and reading it again fails: {}", fault.get());
    } else {
      log.info("PostgreSQL refuses the login; its secret was read again");
    }
  }

  /** A reading that has no time would only say so. */
  private boolean readIsDue(long until) {
    long now = System.nanoTime();
    Long last = lastRead;
    return (last == null || now - last >= BETWEEN_READS_NANOS)
        && until - now >= patience.toNanos() / 4;
  }

  /** False when there is no time left for another try. */
  private static boolean rested(long pause, long until) throws SQLException {
    if (System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause) >= until) {
      return false;
    }
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static SQLException interrupted() {
    Thread.currentThread().interrupt();
    return new SQLException("the program is stopping", "57P01");
  }

  private Login login() throws SQLException {
    try {
      return Login.of(environment);
    } catch (CannotStart e) {
      throw new SQLException(e.getMessage(), "08001");
    }
  }

  private Connection open(Login login) throws SQLException {
    Properties all = new Properties();
    all.putAll(driverProperties);
    all.putAll(login.properties());
    if (loginTimeout > 0) {
      all.setProperty("loginTimeout", Integer.toString(loginTimeout));
    }
    Connection connection = driver.connect(login.url(), all);
    if (connection == null) {
      throw new SQLException("SPRING_DATASOURCE_URL must begin with jdbc:postgresql:", "08001");
    }
    return connection;
  }

  private static boolean isRefusal(SQLException e) {
    return e.getSQLState() != null && MEANING.containsKey(e.getSQLState());
  }
}
