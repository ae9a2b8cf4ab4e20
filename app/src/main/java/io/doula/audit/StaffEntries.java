package io.doula.audit;

import io.doula.core.ProgramClock;
import io.doula.core.Trail;
import io.doula.core.Trail.About;
import io.doula.core.Trail.By;
import io.doula.core.Trail.Deed;
import io.doula.core.Trail.Thing;
import io.doula.staff.StaffEvent;
import java.util.Locale;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Sign-ins, and what happens to accounts, on the trail too. */
@Component
class StaffEntries {
  private final Trail trail;
  private final ProgramClock clock;

  StaffEntries(Trail trail, ProgramClock clock) {
    this.trail = trail;
    this.clock = clock;
  }

  @EventListener
  void enter(StaffEvent event) {
    By by = event.by() == null ? new By("COMMAND", null) : new By("STAFF", event.by());
    About account = About.thing(Thing.ACCOUNT, event.accountId());
    switch (event.kind()) {
      case ADDED -> trail.enter(Deed.ADDED, by, account, clock.now());
      case SIGNED_IN -> trail.enter(Deed.SIGNED_IN, by, account, clock.now());
      default ->
          trail.enter(
              Deed.CHANGED,
              by,
              account.fields(event.kind().name().toLowerCase(Locale.ROOT)),
              clock.now());
    }
  }
}
