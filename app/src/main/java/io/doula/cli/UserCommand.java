package io.doula.cli;

import io.doula.core.Ids;
import io.doula.core.NotFound;
import io.doula.core.ProgramClock;
import io.doula.core.Role;
import io.doula.staff.Account;
import io.doula.staff.AccountForm;
import io.doula.staff.Accounts;
import io.doula.staff.SecondFactors;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Makes accounts of staff and resets their passwords. A password is asked for at a terminal;
 * elsewhere, or when none is typed, one is made up, printed once, and must be changed at the first
 * sign-in.
 */
@Command(
    name = "user",
    description = "Make an account for a member of staff, or reset a password.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
class UserCommand {
  private final Program program;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  UserCommand(Program program) {
    this.program = program;
  }

  @Command(description = "Make an account.", mixinStandardHelpOptions = true)
  void add(
      @Parameters(paramLabel = "NAME", description = "The user name.") String name,
      @Option(names = "--role", required = true, description = "One of: ${COMPLETION-CANDIDATES}.")
          Role role,
      @Option(
              names = "--clinic",
              paramLabel = "ID",
              description = "A clinic she works in; may be given again. An ADMIN sees all.")
          @Nullable List<String> clinics) {
    Set<Long> ids =
        (clinics == null ? List.<String>of() : clinics)
            .stream().map(id -> Ids.inField(id, "--clinic")).collect(Collectors.toSet());
    AccountForm form = new AccountForm(name, role, ids, true);
    program.with(context -> add(context, form, Terminal.askForPassword()));
  }

  @Command(description = "Give an account a new password.", mixinStandardHelpOptions = true)
  void password(@Parameters(paramLabel = "NAME", description = "The user name.") String name) {
    program.with(
        context -> {
          Account account =
              context.getBean(Accounts.class).named(name).orElseThrow(() -> new NotFound("user"));
          change(context, account, Terminal.askForPassword());
        });
  }

  @Command(
      name = "remove-second-factor",
      description = "Let an account sign in by its password alone, when its phone is lost.",
      mixinStandardHelpOptions = true)
  void removeSecondFactor(
      @Parameters(paramLabel = "NAME", description = "The user name.") String name) {
    program.with(
        context -> {
          Account account =
              context.getBean(Accounts.class).named(name).orElseThrow(() -> new NotFound("user"));
          boolean removed = context.getBean(SecondFactors.class).remove(account.id());
          out()
              .printf(
                  removed
                      ? "%s signs in without a second factor now.%n"
                      : "%s has no second factor.%n",
                  account.username());
        });
  }

  private void add(ApplicationContext context, AccountForm form, @Nullable String typed) {
    Accounts accounts = context.getBean(Accounts.class);
    String password = typed == null ? UUID.randomUUID().toString() : typed;
    Account account =
        accounts.add(form, password, typed == null, context.getBean(ProgramClock.class).now());
    out().printf("%s is now known as %s.%n", account.username(), account.role());
    if (typed == null) {
      say(accounts.resetPassword(account));
    }
  }

  private void change(ApplicationContext context, Account account, @Nullable String typed) {
    Accounts accounts = context.getBean(Accounts.class);
    if (typed == null) {
      say(accounts.resetPassword(account));
    } else {
      accounts.changePassword(account, typed);
      out()
          .printf(
              "%s has the new password; every earlier sign-in has ended.%n", account.username());
    }
  }

  private void say(String madeUp) {
    out().printf("Password, shown only now, to be changed at the first sign-in: %s%n", madeUp);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
