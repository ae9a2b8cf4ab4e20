package io.doula.fuzz;

import java.util.function.Predicate;

/**
 * One way to spoil a request.
 *
 * @param weight how often it is chosen, against the others that fit
 */
record Kind(String name, int weight, Predicate<Operation> fits, Deed deed) {

  /** Spoils a sound request in one place. */
  interface Deed {
    void spoil(Draft draft, Scene scene);
  }
}
