package io.doula.reminder;

import io.doula.Doula;
import io.doula.testing.EmbeddedDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A worker in a process of its own, to be killed. It says {@code ready}, reads the time from its
 * input, and delivers all that is due at that time.
 */
final class DyingWorker {
  private static final String READY = "ready";

  private final Process process;

  private DyingWorker(Process process) {
    this.process = process;
  }

  /** Starts one; it is not ready yet. */
  static DyingWorker start() throws IOException {
    ProcessBuilder java =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            DyingWorker.class.getName());
    java.environment().put("SPRING_DATASOURCE_URL", EmbeddedDatabase.url("doula"));
    java.environment().put("SPRING_DATASOURCE_USERNAME", "postgres");
    java.environment().put("SPRING_DATASOURCE_PASSWORD", "postgres");
    return new DyingWorker(java.redirectErrorStream(true).start());
  }

  /** Waits until it is ready, then lets it work. */
  void deliver(Instant now) throws IOException {
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = said.readLine(); !READY.equals(line); line = said.readLine()) {
      if (line == null) {
        throw new IOException("the worker ended before it was ready");
      }
    }
    process.getOutputStream().write((now + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** As {@code kill -9}. True when it was still at work. */
  boolean kill() throws InterruptedException {
    boolean working = process.isAlive();
    process.destroyForcibly().waitFor();
    return working;
  }

  public static void main(String[] args) throws IOException {
    try (ConfigurableApplicationContext doula =
        new SpringApplicationBuilder(Doula.class, CountingPhone.class)
            .web(WebApplicationType.NONE)
            .properties(
                List.of(
                        "DOULA_ROLES=web",
                        "DOULA_SECRET_KEY=a key for tests only, thirty-two characters or more",
                        "spring.main.lazy-initialization=true",
                        "spring.flyway.enabled=false",
                        "logging.level.root=error")
                    .toArray(String[]::new))
            .run(args)) {
      Delivery delivery = doula.getBean(Delivery.class);
      System.out.println(READY);
      Instant now =
          Instant.parse(
              new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                  .readLine());
      while (delivery.deliverDue(now) > 0) {
        // batch after batch, until it is killed
      }
    }
  }
}
