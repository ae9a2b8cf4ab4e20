package io.doula.cli;

import io.doula.core.CannotStart;
import io.doula.core.ProgramClock;
import io.doula.core.Role;
import io.doula.core.Viewer;
import io.doula.family.ImportResult;
import io.doula.family.Imports;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Callable;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes a register of any size, and lists the lines that it refuses. */
@Command(
    name = "import",
    description = "Take a register (CSV); a second time changes nothing.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:The file was read to its end; refused lines are listed.",
      "1:The file was not read to its end.",
      "3:With --strict, lines were refused; the others are stored."
    })
class ImportCommand implements Callable<Integer> {
  private static final int LINES_REFUSED = 3;
  private static final Viewer OPERATOR = new Viewer(0, "import", Role.ADMIN, Set.of());

  private final Program program;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE.csv",
      description = "The register, in UTF-8; the README lists its columns.")
  @SuppressWarnings("NullAway.Init")
  private Path file;

  @Option(names = "--strict", description = "Exit 3 when lines were refused.")
  private boolean strict;

  private int refused;

  ImportCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new CannotStart("There is no file " + file + " that can be read.");
    }
    program.with(this::read);
    return strict && refused > 0 ? LINES_REFUSED : 0;
  }

  private void read(ApplicationContext context) {
    try {
      tell(readWithProgress(context));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ImportResult readWithProgress(ApplicationContext context) throws IOException {
    Instant now = context.getBean(ProgramClock.class).now();
    try (InputStream csv = new BufferedInputStream(Files.newInputStream(file));
        Progress progress = Progress.of(Files.size(file))) {
      return context.getBean(Imports.class).read(csv, now, OPERATOR, progress);
    }
  }

  private void tell(ImportResult result) {
    PrintWriter out = spec.commandLine().getOut();
    for (ImportResult.Rejected line : result.rejected()) {
      out.printf(
          "line %d, %s: %s%n",
          line.line(), line.column().isEmpty() ? "as a whole" : line.column(), line.message());
    }
    refused = result.rejected().size();
    out.printf(
        "%8d accepted%n%8d unchanged%n%8d refused%n",
        result.accepted(), result.unchanged(), refused);
  }
}
