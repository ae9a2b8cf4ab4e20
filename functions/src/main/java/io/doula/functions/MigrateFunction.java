package io.doula.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.doula.core.CannotStart;
import io.doula.core.ProgramClock;
import io.doula.core.Sight;
import io.doula.staff.FirstAdmin;
import java.util.Map;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Brings the tables up to date and makes the first admin where there is none: before the other
 * functions change. CloudFormation calls it as a custom resource and is answered at the address it
 * gives; anyone else gets the version, or the fault.
 */
public class MigrateFunction implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  private static final Logger log = LoggerFactory.getLogger(MigrateFunction.class);

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    if (!event.containsKey("ResponseURL")) {
      return migrate();
    }
    StackEvent asked = new StackEvent(event);
    if (asked.isDelete()) {
      return asked.succeeded(Map.of());
    }
    try {
      return asked.succeeded(migrate());
    } catch (RuntimeException e) {
      log.error("the tables are not up to date", e);
      return asked.failed(reason(e), context.getLogStreamName());
    }
  }

  /** Flyway holds its lock with a connection of its own. */
  private static Map<String, Object> migrate() {
    try (ConfigurableApplicationContext program =
        WorkHouse.open(
            "--spring.flyway.enabled=true",
            "--doula.migrate-at-start=true",
            "--spring.datasource.hikari.maximum-pool-size=2")) {
      AdminSecret secret = new AdminSecret(program.getEnvironment());
      Sight.ALL.run(
          () ->
              program
                  .getBean(FirstAdmin.class)
                  .make(program.getBean(ProgramClock.class).now(), secret::keep));
      Flyway flyway = program.getBean(Flyway.class);
      return Map.of(
          "version", String.valueOf(Objects.requireNonNull(flyway.info().current()).getVersion()));
    }
  }

  /** In words that name settings and no values; anything else is in the log. */
  private static String reason(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof CannotStart) {
        return String.valueOf(cause.getMessage());
      }
    }
    return fault.getClass().getSimpleName();
  }
}
