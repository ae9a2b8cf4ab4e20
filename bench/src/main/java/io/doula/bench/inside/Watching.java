package io.doula.bench.inside;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import javax.sql.DataSource;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyFactory;

/**
 * Stands before the data source and the channels, hands everything on, and tells the observer. A
 * statement outside a transaction is a commit of its own.
 */
final class Watching {
  private Watching() {}

  /** Of the same class, which the program's own parts ask for. */
  static Object dataSource(DataSource source, Observer observer) {
    ProxyFactory proxies = new ProxyFactory(source);
    proxies.setProxyTargetClass(true);
    proxies.addAdvice(
        (MethodInterceptor)
            call -> {
              Object result = call.proceed();
              return result instanceof Connection connection
                  ? connection(connection, observer)
                  : result;
            });
    return proxies.getProxy(Watching.class.getClassLoader());
  }

  static Object channel(Object channel, Class<?> type, Observer observer) {
    return proxy(
        type,
        (self, method, arguments) -> {
          if (!method.getName().equals("send")) {
            return call(channel, method, arguments);
          }
          observer.before(EnumSet.of(Deed.SEND));
          Object result = call(channel, method, arguments);
          observer.after(EnumSet.of(Deed.SEND));
          return result;
        });
  }

  private static Object connection(Connection connection, Observer observer) {
    Set<Deed> deeds = EnumSet.noneOf(Deed.class);
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          switch (method.getName()) {
            case "prepareStatement":
              PreparedStatement statement =
                  (PreparedStatement) Objects.requireNonNull(call(connection, method, arguments));
              return statement(statement, (String) arguments[0], connection, deeds, observer);
            case "commit":
              observer.before(deeds);
              Object result = call(connection, method, arguments);
              observer.after(deeds);
              deeds.clear();
              return result;
            case "rollback":
            case "close":
              deeds.clear();
              return call(connection, method, arguments);
            default:
              return call(connection, method, arguments);
          }
        });
  }

  private static Object statement(
      PreparedStatement statement,
      String sql,
      Connection connection,
      Set<Deed> transaction,
      Observer observer) {
    Set<Deed> deeds = Deed.of(sql);
    boolean claims = sql.contains("skip locked") && sql.contains("'PLANNED'");
    return proxy(
        PreparedStatement.class,
        (self, method, arguments) -> {
          if (!method.getName().startsWith("execute")) {
            return call(statement, method, arguments);
          }
          boolean alone = connection.getAutoCommit();
          if (alone) {
            observer.before(deeds);
          } else {
            transaction.addAll(deeds);
          }
          long start = System.nanoTime();
          Object result = call(statement, method, arguments);
          long nanos = System.nanoTime() - start;
          if (alone) {
            observer.after(deeds);
          }
          return claims && result instanceof ResultSet rows
              ? counted(rows, count -> observer.claimed(nanos, count))
              : result;
        });
  }

  private static Object counted(ResultSet rows, IntConsumer atEnd) {
    int[] count = new int[1];
    return proxy(
        ResultSet.class,
        (self, method, arguments) -> {
          Object result = call(rows, method, arguments);
          if (method.getName().equals("next")) {
            if (Boolean.TRUE.equals(result)) {
              count[0]++;
            } else {
              atEnd.accept(count[0]);
            }
          }
          return result;
        });
  }

  private static Object proxy(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(Watching.class.getClassLoader(), new Class<?>[] {type}, handler);
  }

  private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }
}
