package io.doula.database;

import io.doula.core.Sight;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Tells PostgreSQL in each transaction, before its first statement, which clinics the thread sees;
 * and again when that changes within it. It is told for the transaction alone: at its end the
 * session knows nothing of it, whoever uses the session next.
 *
 * <p>A statement outside a transaction becomes one of its own, committed before its result is
 * given.
 */
final class SeeingConnection implements InvocationHandler {
  /**
   * A function of ours and not {@code set_config}, for which RDS Proxy would keep the session to
   * this connection (docs/decisions/row-level-security.md).
   */
  private static final String TELL = "select see_clinics(?)";

  private final Connection connection;

  /** What PostgreSQL knows in this transaction; null: nobody is sure. */
  private @Nullable Sight told = Sight.NONE;

  private SeeingConnection(Connection connection) {
    this.connection = connection;
  }

  static Connection over(Connection connection) {
    return (Connection) proxy(Connection.class, new SeeingConnection(connection));
  }

  @Override
  public @Nullable Object invoke(
      Object self, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    switch (method.getName()) {
      case "equals":
        return arguments != null && self == arguments[0];
      case "hashCode":
        return System.identityHashCode(self);
      case "commit":
      case "setAutoCommit":
        told = Sight.NONE;
        return call(connection, method, arguments);
      case "rollback":
        told = arguments == null ? Sight.NONE : null;
        return call(connection, method, arguments);
      default:
        Object result = call(connection, method, arguments);
        return result instanceof Statement statement ? seeing(statement) : result;
    }
  }

  private Statement seeing(Statement statement) {
    Class<? extends Statement> kind =
        statement instanceof CallableStatement
            ? CallableStatement.class
            : statement instanceof PreparedStatement ? PreparedStatement.class : Statement.class;
    return (Statement)
        proxy(
            kind,
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "equals" -> arguments != null && self == arguments[0];
                  case "hashCode" -> System.identityHashCode(self);
                  default ->
                      method.getName().startsWith("execute")
                          ? execute(statement, method, arguments)
                          : call(statement, method, arguments);
                });
  }

  private @Nullable Object execute(
      Statement statement, Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    Sight sight = Sight.ofThisThread();
    if (connection.getAutoCommit()) {
      return sight.equals(Sight.NONE)
          ? call(statement, method, arguments)
          : alone(sight, statement, method, arguments);
    }
    tell(sight);
    return call(statement, method, arguments);
  }

  /**
   * The driver has read all of the result by then, because nobody asks for it piece by piece
   * outside a transaction.
   */
  private @Nullable Object alone(
      Sight sight, Statement statement, Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    connection.setAutoCommit(false);
    try {
      statement.setFetchSize(0);
      tell(sight);
      Object result = call(statement, method, arguments);
      connection.commit();
      connection.setAutoCommit(true);
      return result;
    } catch (Throwable e) {
      undo(e);
      throw e;
    } finally {
      told = Sight.NONE;
    }
  }

  /** What can't be undone here the pool ends with the connection. */
  private void undo(Throwable why) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }

  private void tell(Sight sight) throws SQLException {
    if (!sight.equals(told)) {
      try (PreparedStatement tell = connection.prepareStatement(TELL)) {
        tell.setString(1, sight.setting());
        tell.execute();
      }
      told = sight;
    }
  }

  private static @Nullable Object call(
      Object on, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Object proxy(Class<?> kind, InvocationHandler handler) {
    return Proxy.newProxyInstance(
        SeeingConnection.class.getClassLoader(), new Class<?>[] {kind}, handler);
  }
}
