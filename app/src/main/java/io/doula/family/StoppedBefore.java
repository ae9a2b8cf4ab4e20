package io.doula.family;

/**
 * Her messages were to be stopped, and are already: nothing changed, but the answer is to promise
 * as much as the first one did. Published in the transaction that found it.
 */
public record StoppedBefore(long motherId) {}
