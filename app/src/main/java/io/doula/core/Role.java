package io.doula.core;

/**
 * What a member of staff may do: ADMIN everything, NURSE registers and records in her clinics,
 * VIEWER reads in hers.
 */
public enum Role {
  ADMIN,
  NURSE,
  VIEWER
}
