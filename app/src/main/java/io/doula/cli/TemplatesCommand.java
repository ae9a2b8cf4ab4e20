package io.doula.cli;

import io.doula.channel.WhatsAppTemplates;
import io.doula.channel.WhatsAppTemplates.Standing;
import io.doula.message.Messages;
import io.doula.message.Template;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import picocli.CommandLine.Command;

/** Prints the templates as Meta wants them, and says which of them don't stand there like that. */
@Command(
    name = "templates",
    description = {
      "Print every message template as WhatsApp wants it submitted, and compare with what is approved"
          + " (DOULA_WHATSAPP_BUSINESS_ACCOUNT_ID names the account)."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:All are approved as they stand here, or there is no account to compare with.",
      "1:One is missing, differs, or is not approved; or Meta does not tell."
    })
class TemplatesCommand implements Callable<Integer> {
  private final List<Template> templates = new Messages().templates();

  /** UTF-8 whatever the terminal's language: the lines are made to be sent on. */
  private final PrintStream out =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

  private int faults;

  @Override
  public Integer call() {
    for (Template each : templates) {
      out.println(
          WhatsAppTemplates.submission(each.name(), each.language(), each.body(), each.samples()));
    }
    out.println();
    Program.settings(this::compare);
    return faults == 0 ? 0 : 1;
  }

  private void compare(Environment environment) {
    Optional<WhatsAppTemplates> account = WhatsAppTemplates.of(environment);
    if (account.isEmpty()) {
      out.println(
          "Not compared with what is approved: DOULA_WHATSAPP_BUSINESS_ACCOUNT_ID, with"
              + " DOULA_WHATSAPP_PHONE_NUMBER_ID and DOULA_WHATSAPP_TOKEN, names the account.");
      return;
    }
    Map<String, Standing> standings =
        account.get().standings().stream()
            .collect(Collectors.toMap(s -> s.name() + "/" + s.language(), s -> s, (a, b) -> b));
    for (Template each : templates) {
      String key = each.name() + "/" + WhatsAppTemplates.metaLanguage(each.language());
      String finding = finding(each, standings.get(key));
      out.printf("%-22s %s%n", key, finding);
    }
    out.println(
        faults == 0
            ? "All templates are approved as they stand here."
            : "%d of %d templates can't be used like this.".formatted(faults, templates.size()));
  }

  private String finding(Template ours, @Nullable Standing theirs) {
    List<String> wrong = new ArrayList<>();
    if (theirs == null) {
      wrong.add("is missing: submit it");
    } else {
      if (!theirs.status().equals("APPROVED")) {
        wrong.add("is " + theirs.status());
      }
      if (!theirs.body().equals(ours.body())) {
        wrong.add("has other words there");
      }
      if (!theirs.category().equals("UTILITY")) {
        wrong.add("is in category " + theirs.category() + ", not UTILITY");
      }
    }
    faults += wrong.isEmpty() ? 0 : 1;
    return wrong.isEmpty() ? "approved" : "NOT OK: " + String.join("; ", wrong);
  }
}
