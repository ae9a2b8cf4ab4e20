package io.doula.bench.provider;

/**
 * Ends a worker at a point of its conversation with the provider.
 *
 * @param request the how-manieth request of that worker springs it, from 1
 * @param kill ends the worker; called before the provider goes on
 */
public record Trap(Moment moment, int request, Runnable kill) {

  /** Where in the conversation. */
  public enum Moment {
    /** The request has been read, and nothing was accepted. */
    READ,
    /** The request has been read and accepted; the answer was not written. */
    ACCEPTED,
    /** The answer has been written. */
    ANSWERED
  }

  boolean springs(Moment now, int count) {
    return moment == now && request == count;
  }
}
