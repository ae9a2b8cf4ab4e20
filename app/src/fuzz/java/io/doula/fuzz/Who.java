package io.doula.fuzz;

/** Who asks. */
enum Who {
  ADMIN,
  NURSE,
  VIEWER,
  /** Nobody: no token at all. */
  STRANGER,
  /** Somebody with a token that is none. */
  FORGER;

  /** Whether the program knows her. */
  boolean isSignedIn() {
    return this != STRANGER && this != FORGER;
  }
}
