package io.doula.core;

/** The thing was changed since the sender read it; answered with 412. */
public class Stale extends RuntimeException {

  public Stale() {
    super(
        "it was changed since you read it: read it again and repeat your change",
        null,
        false,
        false);
  }
}
