package io.doula.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an attempt after the call, by what left the machine.
 *
 * @param kind see {@link Kind}
 * @param providerId the provider's id of the message, when it gave one
 * @param detail why, in words without a name, a number or the text
 * @param scope with BLOCKED: the message set that is blocked ({@code doula_due_v1/sw}), or {@code
 *     *} for the whole channel
 * @param pause with REFUSED: how long the provider wants to be left alone by everybody, when it
 *     said so
 */
public record Outcome(
    Kind kind,
    @Nullable String providerId,
    @Nullable String detail,
    @Nullable String scope,
    @Nullable Duration pause) {

  public Outcome {
    detail = Masked.of(detail);
  }

  /** How certain it is, and what can help. */
  public enum Kind {
    /** The provider took it. */
    ACCEPTED,
    /**
     * It did not leave (no address of the provider, no connection, no TLS), or was refused before
     * acceptance for a reason that passes (too many at once): the same may go through later.
     */
    REFUSED,
    /** This address can't be reached on this channel; another channel may reach her. */
    UNREACHABLE,
    /** This message can't be sent on this channel, now or later; another channel may take it. */
    REJECTED,
    /**
     * Our side may not send this: a template that is missing or paused, a token that is no longer
     * good, an account without money. Every other message of the scope would end the same.
     */
    BLOCKED,
    /** The provider says that she said stop. */
    STOPPED,
    /** Something left the machine and no clear answer came: it may have been accepted. */
    UNKNOWN
  }

  public static Outcome accepted(String providerId) {
    return new Outcome(Kind.ACCEPTED, providerId, null, null, null);
  }

  public static Outcome refused(String detail) {
    return new Outcome(Kind.REFUSED, null, detail, null, null);
  }

  /** Refused because there were too many at once: the whole channel pauses. */
  public static Outcome tooMany(String detail, Duration pause) {
    return new Outcome(Kind.REFUSED, null, detail, null, pause);
  }

  public static Outcome unreachable(String detail) {
    return new Outcome(Kind.UNREACHABLE, null, detail, null, null);
  }

  public static Outcome rejected(String detail) {
    return new Outcome(Kind.REJECTED, null, detail, null, null);
  }

  public static Outcome blocked(String scope, String detail) {
    return new Outcome(Kind.BLOCKED, null, detail, scope, null);
  }

  public static Outcome stopped(String detail) {
    return new Outcome(Kind.STOPPED, null, detail, null, null);
  }

  public static Outcome unknown(String detail) {
    return new Outcome(Kind.UNKNOWN, null, detail, null, null);
  }
}
