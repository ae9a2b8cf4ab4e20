package io.doula.cli;

import io.doula.core.ProgramClock;
import io.doula.staff.FirstAdmin;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
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
    program.with(this::migrate);
    return 0;
  }

  private void migrate(ApplicationContext context) {
    PrintWriter out = spec.commandLine().getOut();
    MigrateResult result = context.getBean(Flyway.class).migrate();
    out.println(
        result.migrationsExecuted == 0
            ? "The tables are up to date."
            : "The tables are up to date now: %d migrations done."
                .formatted(result.migrationsExecuted));
    context
        .getBean(FirstAdmin.class)
        .make(context.getBean(ProgramClock.class).now())
        .ifPresent(
            password ->
                out.printf(
                    "The first user is admin. Password, shown only now, to be changed at the first sign-in: %s%n",
                    password));
  }
}
