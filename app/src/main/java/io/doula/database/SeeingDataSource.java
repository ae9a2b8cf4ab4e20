package io.doula.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The pool's connections, each of which lets a thread see the clinics that it may. */
class SeeingDataSource extends DelegatingDataSource implements AutoCloseable {
  private final HikariDataSource pool;

  SeeingDataSource(HikariDataSource pool) {
    super(pool);
    this.pool = pool;
  }

  /**
   * A thread that never said which clinics it sees hears of it from its first statement: of a
   * failure here Spring would say that the database is away.
   */
  @Override
  public Connection getConnection() throws SQLException {
    return SeeingConnection.over(pool.getConnection());
  }

  @Override
  public Connection getConnection(String username, String password) {
    throw new UnsupportedOperationException("the login comes from the settings");
  }

  @Override
  public void close() {
    pool.close();
  }
}
