package io.doula.schedule;

import java.util.List;
import java.util.Optional;

/** The plans that Doula ships. Read once; they do not change while the program runs. */
public final class Plans {

  private final List<Plan> plans;

  private Plans(List<Plan> plans) {
    this.plans = plans;
  }

  /**
   * Reads every plan file named in {@code plans/index.json} on the class path.
   *
   * @throws IllegalStateException when a plan is not sound, naming plan, place and field
   */
  public static Plans load() {
    return new Plans(PlanFiles.readAll());
  }

  public List<Plan> all() {
    return plans;
  }

  public Optional<Plan> find(String code) {
    return plans.stream().filter(plan -> plan.code().equals(code)).findFirst();
  }

  /**
   * @throws ForecastRefused for field {@code plan} when there is no such plan
   */
  public Plan plan(String code) {
    return find(code).orElseThrow(() -> new ForecastRefused("plan", "no plan has this code"));
  }
}
