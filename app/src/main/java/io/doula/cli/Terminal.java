package io.doula.cli;

import java.io.Console;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a person is at the other end. Java has a console even where there is none, so the system
 * is asked.
 */
final class Terminal {
  private Terminal() {}

  static boolean isAtOutput() {
    return isTerminal(2);
  }

  /** Asks for a password twice, unseen; null when nobody is there to ask, or nothing was typed. */
  static @Nullable String askForPassword() {
    Console console = System.console();
    if (console == null || !isTerminal(0)) {
      return null;
    }
    while (true) {
      String first = typed(console, "Password (empty: one is made up): ");
      if (first.isEmpty()) {
        return null;
      }
      if (first.equals(typed(console, "Once more: "))) {
        return first;
      }
      console.printf("These were two different ones.%n");
    }
  }

  private static String typed(Console console, String prompt) {
    char[] typed = console.readPassword(prompt);
    return typed == null ? "" : new String(typed);
  }

  private static boolean isTerminal(int descriptor) {
    try {
      Process test =
          new ProcessBuilder("test", "-t", Integer.toString(descriptor)).inheritIO().start();
      return test.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
