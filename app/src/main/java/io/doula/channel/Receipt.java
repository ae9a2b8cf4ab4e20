package io.doula.channel;

import io.doula.core.Texts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says later about an attempt. Receipts come late, repeated, out of order, and
 * before the answer to the call itself.
 *
 * @param channel {@code whatsapp}, {@code sms} or {@code email}
 * @param event what tells this event from every other of the provider; the same event that comes
 *     again has the same
 * @param correlation {@link Outgoing#correlation} as echoed; null where the provider echoed none
 * @param providerId the provider's id of the message
 * @param status how far it came
 * @param failure with FAILED: what can help, in the terms of an outcome (REFUSED, UNREACHABLE,
 *     REJECTED, BLOCKED or STOPPED)
 * @param scope with a BLOCKED failure: see {@link Outcome#scope}; null means that only the message
 *     is affected
 * @param detail with FAILED: why, without a name, a number or the text
 * @param happenedAt by the provider's clock
 */
public record Receipt(
    String channel,
    String event,
    @Nullable String correlation,
    @Nullable String providerId,
    Status status,
    Outcome.@Nullable Kind failure,
    @Nullable String scope,
    @Nullable String detail,
    Instant happenedAt) {

  public Receipt {
    event = Texts.storable(event);
    correlation = correlation == null ? null : Texts.storable(correlation);
    providerId = providerId == null ? null : Texts.storable(providerId);
    scope = scope == null ? null : Texts.storable(scope);
    detail = Masked.of(detail == null ? null : Texts.storable(detail));
  }

  /** How far a message came; FAILED is an end. */
  public enum Status {
    /** The provider has it: what an unclear answer left open is settled. */
    ACCEPTED,
    /** On its way to her phone or mailbox. */
    SENT,
    DELIVERED,
    READ,
    FAILED
  }
}
