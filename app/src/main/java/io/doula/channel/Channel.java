package io.doula.channel;

import java.time.Duration;
import java.util.Optional;

/**
 * A way to a person: WhatsApp, SMS, email, or a phone of the local profile that stands for one of
 * them.
 */
public interface Channel {

  /** The name by which people choose it: {@code whatsapp}, {@code sms} or {@code email}. */
  String name();

  /**
   * Whether the provider tells later what became of each message, and is set up to tell us: then a
   * message without a receipt was not accepted.
   */
  boolean sendsReceipts();

  /**
   * The most messages a second that all workers together may hand over; 0 means no limit. The
   * provider's rate, not this machine's.
   */
  int ratePerSecond();

  /**
   * Hands one message to the provider. Called with no transaction open, after the intent to send is
   * committed; may be called by many threads at once.
   *
   * @param deadline how long the call may take in all; the caller's claim outlives it
   * @return what is known of it; never throws for anything that the provider or the network did
   */
  Outcome send(Outgoing message, Duration deadline);

  /**
   * What became of an attempt whose worker died while it was open.
   *
   * @param reminderId the reminder
   * @param number which attempt on it, from 1
   * @return empty when this channel can't be asked: then the attempt stays unknown and is not
   *     repeated blindly
   */
  default Optional<Outcome> find(long reminderId, int number) {
    return Optional.empty();
  }
}
