package io.doula.staff;

import io.doula.core.CannotStart;
import io.doula.core.ProgramClock;
import io.doula.core.Sight;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * In the local profile nobody calls {@code migrate}: the first admin is there when the program is.
 */
@Component
@Profile("local")
@Order(0)
class FirstAdminAtStart implements ApplicationRunner {
  private final FirstAdmin firstAdmin;
  private final ProgramClock clock;

  FirstAdminAtStart(FirstAdmin firstAdmin, ProgramClock clock) {
    this.firstAdmin = firstAdmin;
    this.clock = clock;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    Sight.NONE.run(
        () ->
            firstAdmin.make(
                clock.now(),
                madeUp -> {
                  throw new CannotStart(
                      "DOULA_ADMIN_PASSWORD is empty: leave it out, or give one.");
                }));
  }
}
