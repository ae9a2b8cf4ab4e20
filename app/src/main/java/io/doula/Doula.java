package io.doula;

import io.doula.cli.Commands;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The program; what it does when called is decided by its {@link Commands}. */
@SpringBootApplication
public class Doula {
  public static void main(String[] args) {
    int exitCode = Commands.execute(Doula.class, args);
    if (exitCode != Commands.RUNNING) {
      System.exit(exitCode);
    }
  }
}
