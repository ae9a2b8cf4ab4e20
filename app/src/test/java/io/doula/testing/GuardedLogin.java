package io.doula.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * A login of the tests' PostgreSQL whose password is asked for (all others just come in), owner of
 * a database of its own, and what its secret says.
 */
public record GuardedLogin(URI address, String database, String user, String password) {

  /** Makes the login and its database. */
  public static GuardedLogin made(String database, String user, String password) {
    URI address = URI.create(EmbeddedDatabase.url(database).substring("jdbc:".length()));
    GuardedLogin login = new GuardedLogin(address, database, user, password);
    login.guard();
    login.asSuperuser("create role %s login password %s".formatted(quoted(user), text(password)));
    login.asSuperuser("alter database %s owner to %s".formatted(quoted(database), quoted(user)));
    return login;
  }

  /** Changes the password in PostgreSQL. */
  public GuardedLogin altered(String newPassword) {
    asSuperuser("alter role %s password %s".formatted(quoted(user), text(newPassword)));
    return new GuardedLogin(address, database, user, newPassword);
  }

  /** Another login with the same rights, as the rotation with two users makes it. */
  public GuardedLogin twin(String twin, String newPassword) {
    GuardedLogin other = new GuardedLogin(address, database, twin, newPassword);
    other.guard();
    asSuperuser(
        "create role %s login password %s in role %s"
            .formatted(quoted(twin), text(newPassword), quoted(user)));
    return other;
  }

  /** As RDS keeps it. */
  public String secret() {
    return new JsonMapper()
        .writeValueAsString(
            Map.of(
                "engine",
                "postgres",
                "host",
                address.getHost(),
                "port",
                address.getPort(),
                "dbname",
                database,
                "username",
                user,
                "password",
                password));
  }

  public void asSuperuser(String sql) {
    superuser().sql(sql).update();
  }

  private JdbcClient superuser() {
    return JdbcClient.create(EmbeddedDatabase.asSuperuser(database));
  }

  /** The first line that fits counts. */
  private void guard() {
    Path rules = Path.of(superuser().sql("show hba_file").query(String.class).single());
    try {
      Files.writeString(
          rules,
          "host all %s 127.0.0.1/32 scram-sha-256\n".formatted(quoted(user))
              + Files.readString(rules));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    superuser().sql("select pg_reload_conf()").query().singleRow();
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
