package io.doula.family;

import java.util.Optional;

/** Which schedules there are: what a clinic can follow. */
@FunctionalInterface
public interface KnownPlans {
  /** The version of a plan, empty when there is no plan of that code. */
  Optional<String> versionOf(String plan);
}
