package io.doula.cli;

import io.doula.core.ProgramClock;
import io.doula.staff.FirstAdmin;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Brings the database's tables up to this jar, and makes the first admin where there is none. */
@Command(
    name = "migrate",
    description = "Bring the database's tables up to date; make the first admin.",
    mixinStandardHelpOptions = true)
class MigrateCommand implements Callable<Integer> {
  private final Program program;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  MigrateCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    program.with(this::migrate, "--doula.migrate-at-start=true");
    return 0;
  }

  private void migrate(ApplicationContext context) {
    PrintWriter out = spec.commandLine().getOut();
    // whatever speaks to the database waits for the migration
    FirstAdmin first = context.getBean(FirstAdmin.class);
    out.printf("The tables are up to date, version %s.%n", version(context.getBean(Flyway.class)));
    first.make(
        context.getBean(ProgramClock.class).now(),
        password ->
            out.printf(
                "The first user is admin. Password, shown only now, to be changed at the first sign-in: %s%n",
                password));
  }

  private static String version(Flyway flyway) {
    MigrationInfo current = flyway.info().current();
    return current == null ? "none" : String.valueOf(current.getVersion());
  }
}
