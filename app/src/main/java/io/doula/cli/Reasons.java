package io.doula.cli;

import io.doula.core.CannotStart;
import io.doula.core.Conflict;
import io.doula.core.Invalid;
import io.doula.core.NotFound;
import io.doula.database.LoginRefused;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.api.FlywayException;

/** Why something did not work, in a sentence for the person at the terminal. */
final class Reasons {
  private Reasons() {}

  /** The innermost cause that has something to say; empty when none of them is known here. */
  static Optional<String> of(Throwable failure) {
    Optional<String> reason = Optional.empty();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Optional<String> own = ofOne(cause);
      reason = own.isPresent() ? own : reason;
    }
    return reason;
  }

  private static Optional<String> ofOne(Throwable cause) {
    if (cause instanceof CannotStart
        || cause instanceof Conflict
        || cause instanceof Invalid
        || cause instanceof NotFound
        || cause instanceof FlywayException) {
      return Optional.ofNullable(cause.getMessage());
    }
    if (cause instanceof LoginRefused) {
      return Optional.ofNullable(cause.getMessage());
    }
    return cause instanceof SQLException sql ? ofSql(sql) : Optional.empty();
  }

  /**
   * By the class of PostgreSQL's error code; what can't be helped from a terminal stays unnamed.
   */
  private static Optional<String> ofSql(SQLException refused) {
    String state = refused.getSQLState() == null ? "" : refused.getSQLState();
    if (state.startsWith("08") || state.startsWith("57P")) {
      return Optional.of(
          "The database does not answer. Check that it runs and that SPRING_DATASOURCE_URL names it.");
    }
    if (state.startsWith("28")) {
      return Optional.of(
          "The database refuses the login. Check SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD.");
    }
    if (state.equals("3D000")) {
      return Optional.of(
          "There is no such database. Make it, or name another in SPRING_DATASOURCE_URL.");
    }
    if (state.equals("42501")) {
      return Optional.of("The database login may not do this. It must own its database.");
    }
    return Optional.empty();
  }
}
