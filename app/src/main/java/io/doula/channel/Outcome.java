package io.doula.channel;

import org.jspecify.annotations.Nullable;

/**
 * What is known of an attempt after the call.
 *
 * @param kind see {@link Kind}
 * @param providerId the provider's id of the message, when it gave one
 * @param detail why, in words without a name, a number or the text
 */
public record Outcome(Kind kind, @Nullable String providerId, @Nullable String detail) {

  /** How certain it is, and whether another try can help. */
  public enum Kind {
    /** The provider took it. */
    ACCEPTED,
    /** It did not leave, or was refused before acceptance; the same may go through later. */
    REFUSED,
    /** Refused for good: this message can't be sent on this channel. */
    REJECTED,
    /** Something left the machine and no clear answer came: it may have been accepted. */
    UNKNOWN
  }

  public static Outcome accepted(String providerId) {
    return new Outcome(Kind.ACCEPTED, providerId, null);
  }

  public static Outcome refused(String detail) {
    return new Outcome(Kind.REFUSED, null, detail);
  }

  public static Outcome rejected(String detail) {
    return new Outcome(Kind.REJECTED, null, detail);
  }

  public static Outcome unknown(String detail) {
    return new Outcome(Kind.UNKNOWN, null, detail);
  }
}
