package io.doula.cli;

import io.doula.channel.ChannelSetup;
import io.doula.core.CannotStart;
import io.doula.core.KeptFor;
import io.doula.database.Login;
import io.doula.http.SocketPath;
import io.doula.queue.QueueSettings;
import io.doula.secrets.SecretKey;
import io.doula.secrets.Secrets;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Period;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what is configured and what is missing; never a secret's value. */
@Command(
    name = "check",
    description = "Say what is configured and what is missing; exit 1 if the program can't start.",
    mixinStandardHelpOptions = true)
class CheckCommand implements Callable<Integer> {
  private final Program program;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--send-to",
      paramLabel = "PHONE",
      description = {
        "Send one test message about made-up people to this phone (E.164), by every channel that is"
            + " set up and reaches phones; or to an email address."
      })
  private @Nullable String sendTo;

  @Option(
      names = "--language",
      paramLabel = "CODE",
      description = "The test message's language (${DEFAULT-VALUE}).",
      defaultValue = "en")
  private String language = "en";

  private boolean startable = true;

  CheckCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    String to = sendTo == null ? null : TestMessage.address(sendTo);
    Program.settings(this::check);
    out().println(startable ? "The program can start." : "The program can't start like this.");
    if (startable && to != null) {
      return new TestMessage(program, out()).send(to, language) ? 0 : 1;
    }
    return startable ? 0 : 1;
  }

  private void check(Environment environment) {
    checkSecrets(environment);
    checkDatabase(environment);
    checkKey(environment);
    say("roles", environment.getProperty("DOULA_ROLES", "web,worker,beat"));
    checkWeb(environment);
    checkQueue(environment);
    checkRetention(environment, "DOULA_RETENTION", Period.ofDays(1));
    checkRetention(environment, "DOULA_TRAIL_RETENTION", Period.ofYears(1));
    ChannelSetup.all(environment).forEach(this::checkChannel);
  }

  private void checkRetention(Environment environment, String name, Period atLeast) {
    try {
      Period period = KeptFor.read(name, environment.getProperty(name, ""), atLeast).period();
      if (period != null) {
        say("retention", name + " " + period);
      }
    } catch (CannotStart e) {
      fault("retention", String.valueOf(e.getMessage()));
    }
  }

  private void checkWeb(Environment environment) {
    try {
      say(
          "web",
          SocketPath.of(environment)
              .map(socket -> "socket " + socket)
              .orElseGet(() -> "port " + environment.getProperty("server.port", "8080")));
    } catch (CannotStart e) {
      fault("web", String.valueOf(e.getMessage()));
    }
  }

  private void checkChannel(ChannelSetup setup) {
    if (setup.state() == ChannelSetup.State.FAULTY) {
      fault(setup.channel(), setup.words());
    } else {
      say(setup.channel(), setup.words());
    }
  }

  private void checkDatabase(Environment environment) {
    DataSource database;
    try {
      say("database", named(Login.of(environment), environment));
      database = Login.source(environment);
    } catch (CannotStart e) {
      fault("database", String.valueOf(e.getMessage()));
      return;
    }
    try (Connection connection = database.getConnection()) {
      say("", "answers; PostgreSQL " + connection.getMetaData().getDatabaseProductVersion());
      checkLogin(connection);
      checkTables(environment, database);
    } catch (SQLException e) {
      fault("", Reasons.of(e).orElse("The database refuses: error " + e.getSQLState()));
    }
  }

  /** What a secret holds is not told, only which one it is. */
  private static String named(Login login, Environment environment) {
    Optional<String> secret = Secrets.of(environment).loginSecret();
    String user = login.user() == null ? "nobody in particular" : login.user();
    return secret
        .map("login from the secret %s"::formatted)
        .orElseGet(() -> withoutParameters(login.url()) + " as " + user);
  }

  /** Row-level security binds neither of these two, whatever the tables say. */
  private void checkLogin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet free =
            statement.executeQuery(
                "select rolsuper or rolbypassrls from pg_roles where rolname = current_user")) {
      if (free.next() && free.getBoolean(1)) {
        say(
            "",
            "WARNING: this login is a superuser or has BYPASSRLS, so PostgreSQL itself keeps no clinic"
                + " apart from the others");
      }
    }
  }

  private void checkTables(Environment environment, DataSource database) {
    int pending =
        Flyway.configure()
            .dataSource(database)
            .locations(environment.getRequiredProperty("spring.flyway.locations").split(","))
            .load()
            .info()
            .pending()
            .length;
    if (pending == 0) {
      say("", "its tables are up to date");
    } else {
      fault("", "lacks %d migrations. Run: java -jar doula.jar migrate".formatted(pending));
    }
  }

  private void checkKey(Environment environment) {
    try {
      SecretKey.check(environment);
      say(
          "secret key",
          Secrets.of(environment).keySecret().map("from the secret %s"::formatted).orElse("set"));
    } catch (CannotStart e) {
      fault("secret key", String.valueOf(e.getMessage()));
    }
  }

  private void checkSecrets(Environment environment) {
    Secrets secrets = Secrets.of(environment);
    secrets.extrasInWords().forEach(line -> say("secret", line));
    secrets.extraFault().ifPresent(words -> fault("secret", words));
  }

  /** A queue that does not answer is no reason not to start: it only wakes workers earlier. */
  private void checkQueue(Environment environment) {
    try {
      QueueSettings queue = QueueSettings.of(environment);
      say("queue", queue.described());
      String every = environment.getProperty("DOULA_TICK", "PT15S");
      String instead = "workers look into PostgreSQL every " + every + " (DOULA_TICK)";
      if (queue.isNone()) {
        say("", instead);
      } else {
        String until = "; until it answers, " + instead;
        say("", queue.trouble().map(why -> "WARNING: " + why + until).orElse("answers"));
      }
    } catch (CannotStart e) {
      fault("queue", String.valueOf(e.getMessage()));
    }
  }

  /** Parameters of the address may hold a password. */
  private static String withoutParameters(String url) {
    return url.replaceFirst("[?].*", "").replaceFirst("//[^/]*@", "//");
  }

  private void say(String what, String finding) {
    out().printf("%-11s %s%n", what, finding);
  }

  private void fault(String what, String finding) {
    startable = false;
    say(what, "NOT OK: " + finding);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
