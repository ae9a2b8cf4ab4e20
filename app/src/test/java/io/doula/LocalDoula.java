package io.doula;

import io.doula.core.CannotStart;
import io.doula.local.EmbeddedParts;
import io.doula.local.LocalFolder;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the whole program on this machine with nothing set up: {@code mvn -q -pl app
 * spring-boot:test-run}. It lives among the tests so that none of it gets into doula.jar.
 */
class LocalDoula {
  private LocalDoula() {}

  public static void main(String[] args) {
    try {
      System.out.println(whereToLook(start(LocalFolder.open(), args)));
    } catch (CannotStart e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static ConfigurableApplicationContext start(LocalFolder folder, String[] args) {
    SpringApplication doula = new SpringApplication(Doula.class);
    doula.setAdditionalProfiles("local");
    doula.setDefaultProperties(
        Map.of(
            "logging.file.name", folder.resolve("doula.log").toString(),
            "logging.threshold.console", "warn",
            "springdoc.api-docs.enabled", "false"));
    doula.addInitializers(new EmbeddedParts(folder));
    return doula.run(args);
  }

  private static String whereToLook(ConfigurableApplicationContext context) {
    String home =
        "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port");
    return """

        Doula is running.
          %1$s/           what it is and how it is doing
          %1$s/dev/phone  the demo phones: messages as they arrive, and a box to answer
          %1$s/app/       for staff; user name admin, password doula-local
        Its data and its log are in .local/; the data is there again at the next start. Ctrl-C stops it.
        """
        .formatted(home);
  }
}
