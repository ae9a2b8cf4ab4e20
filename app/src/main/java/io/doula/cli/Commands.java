package io.doula.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of doula.jar. Without a command it runs the program. */
@Command(
    name = "java -jar doula.jar",
    description = "Reminders for clinics that look after mothers and babies.",
    synopsisSubcommandLabel = "[COMMAND]",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footerHeading =
        "%nWithout a command the program runs, with the roles in DOULA_ROLES (web,worker,beat).%n",
    footer = "Settings come from the environment or from a file .env; see the README.",
    subcommands = {
      MigrateCommand.class,
      ImportCommand.class,
      UserCommand.class,
      CheckCommand.class,
      TemplatesCommand.class
    })
public final class Commands implements Callable<Integer> {
  /** No exit code: the program was started and goes on. */
  public static final int RUNNING = -1;

  private final Program program;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(hidden = true)
  private List<String> others = new ArrayList<>();

  private Commands(Program program) {
    this.program = program;
  }

  /**
   * Does what the arguments ask for.
   *
   * @param source the program's configuration
   * @return the exit code: 0 done, 1 not done (the reason is on standard error), 2 not understood;
   *     or {@link #RUNNING}
   */
  public static int execute(Class<?> source, String... args) {
    Program program = new Program(source);
    CommandLine line = new CommandLine(new Commands(program), new CommandsOf(program));
    line.getCommandSpec().parser().unmatchedOptionsArePositionalParams(true);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line.setExecutionExceptionHandler((failure, of, parsed) -> refuse(failure, of.getErr()))
        .execute(args);
  }

  /**
   * Settings in Spring's own form ({@code --server.port=9000}) may stand in the place of a command.
   */
  @Override
  public Integer call() {
    for (String other : others) {
      if (!other.matches("--[A-Za-z][^=]*=.*")) {
        throw new ParameterException(spec.commandLine(), "There is no command " + other + ".");
      }
    }
    try {
      program.run(others.toArray(String[]::new));
      return RUNNING;
    } catch (RuntimeException e) {
      // Spring has reported it
      return 1;
    }
  }

  private static int refuse(Exception failure, PrintWriter err) {
    Optional<String> reason = Reasons.of(failure);
    err.println(reason.orElseGet(() -> unknown(failure)));
    return 1;
  }

  private static String unknown(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return "It did not work: %s. LOGGING_THRESHOLD_CONSOLE=info shows the log.".formatted(root);
  }
}
