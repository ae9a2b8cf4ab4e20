package io.doula.family;

/** A baby's sex as it was told at birth. */
public enum Sex {
  FEMALE,
  MALE,
  UNKNOWN
}
