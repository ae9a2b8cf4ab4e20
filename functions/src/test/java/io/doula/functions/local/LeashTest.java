package io.doula.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "a shell and its signals are wanted")
class LeashTest {
  @Test
  void aProcessEndsWithTheOneThatHoldsIt() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName())
            .start();
    long held;
    try (BufferedReader said = holder.inputReader()) {
      held = Long.parseLong(said.readLine());
      assertThat(isRunning(held)).isTrue();
      holder.destroyForcibly().waitFor();
    }

    for (int look = 0; look < 50 && isRunning(held); look++) {
      Thread.sleep(100);
    }
    assertThat(isRunning(held)).isFalse();
  }

  /** An ended process that nobody has collected yet names no program. */
  private static boolean isRunning(long pid) {
    return ProcessHandle.of(pid).flatMap(process -> process.info().command()).isPresent();
  }

  static final class Holder {
    public static void main(String[] args) throws IOException, InterruptedException {
      Process held = new ProcessBuilder("sleep", "120").start();
      Leash.kill(held.pid());
      System.out.println(held.pid());
      held.waitFor();
    }
  }
}
