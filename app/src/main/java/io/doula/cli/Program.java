package io.doula.cli;

import io.doula.core.Sight;
import io.doula.secrets.Secrets;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.env.Environment;

/**
 * The program as commands need it: all of it, just the parts one command asks for, or its settings.
 */
record Program(Class<?> source) {
  private static final String REPORTS_OF_FAILED_STARTS = "org.springframework.boot.diagnostics";

  /** Starts the roles; returns when all of them run. */
  void run(String... settings) {
    SpringApplication program = new SpringApplication(source);
    program.addInitializers(new DatabaseNamed());
    program.addListeners(new ServiceReady(System.getenv()));
    program.run(settings);
  }

  /**
   * For every clinic. Opens no port, wakes no role, makes only what the work asks for, and closes
   * it again.
   *
   * @param settings more of them, in Spring's form
   */
  void with(Consumer<ApplicationContext> work, String... settings) {
    Stream<String> still =
        Stream.of(
            "--DOULA_ROLES=",
            "--spring.main.keep-alive=false",
            "--spring.main.lazy-initialization=true");
    quietly(
        source,
        new DatabaseNamed(),
        work,
        Stream.concat(still, Stream.of(settings)).toArray(String[]::new));
  }

  /** Reads the settings and makes nothing; what is wrong with a secret is the work's to tell. */
  static void settings(Consumer<Environment> work) {
    quietly(
        Object.class,
        context -> {},
        context -> work.accept(context.getEnvironment()),
        "--" + Secrets.FAULTS_ARE_TOLD + "=true");
  }

  /** A failure is told in a sentence; LOGGING_THRESHOLD_CONSOLE=info shows the log as well. */
  private static void quietly(
      Class<?> source,
      ApplicationContextInitializer<ConfigurableApplicationContext> first,
      Consumer<ApplicationContext> work,
      String... settings) {
    SpringApplication program = new SpringApplication(source);
    program.setWebApplicationType(WebApplicationType.NONE);
    program.setLogStartupInfo(false);
    program.setDefaultProperties(Map.of("logging.threshold.console", "off"));
    program.addInitializers(first);
    program.addInitializers(
        context ->
            context
                .getBeanFactory()
                .registerSingleton(
                    AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME, new NothingRuns()));
    LoggingSystem.get(Program.class.getClassLoader())
        .setLogLevel(REPORTS_OF_FAILED_STARTS, LogLevel.OFF);
    // its log, if wanted, is for the person who typed the command
    String[] all =
        Stream.concat(Stream.of("--logging.structured.format.console="), Stream.of(settings))
            .toArray(String[]::new);
    try (ConfigurableApplicationContext context = program.run(all)) {
      Sight.ALL.run(() -> work.accept(context));
    }
  }
}
