package io.doula.reminder;

import io.doula.message.MessageKind;
import io.doula.schedule.Plan;
import io.doula.schedule.Plans;
import java.util.List;
import org.springframework.stereotype.Component;

/** Which reminders each plan wants. */
@Component
class Occasions {
  private final Plans plans;

  Occasions(Plans plans) {
    this.plans = plans;
  }

  List<Occasion> of(String plan) {
    return plans.plan(plan).reminders().stream().map(Occasion::of).toList();
  }

  Occasion of(String plan, MessageKind kind) {
    return of(plan).stream()
        .filter(occasion -> occasion.kind() == kind)
        .findFirst()
        .orElseGet(() -> new Occasion(kind, 0, 0));
  }

  String planAndVersion(String code) {
    Plan plan = plans.plan(code);
    return plan.code() + ", version " + plan.version();
  }
}
