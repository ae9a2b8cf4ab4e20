package io.doula.family;

/** How a pregnancy ended. */
public enum Outcome {
  LIVE_BIRTH,
  STILLBIRTH,
  MISCARRIAGE,
  TERMINATION
}
