package io.doula.staff;

import org.jspecify.annotations.Nullable;

/**
 * Something happened to an account; published in the transaction in which it happened, where there
 * is one.
 *
 * @param by the account that did it; null for the command line
 */
public record StaffEvent(Kind kind, long accountId, @Nullable Long by) {

  /** What happened. */
  public enum Kind {
    ADDED,
    CHANGED,
    DISABLED,
    ENABLED,
    SIGNED_IN,
    SIGNED_OUT_EVERYWHERE,
    PASSWORD_CHANGED,
    RESET_LINK_MADE,
    RESET_LINK_USED,
    SECOND_FACTOR_ADDED,
    SECOND_FACTOR_REMOVED,
    RECOVERY_CODE_USED
  }
}
