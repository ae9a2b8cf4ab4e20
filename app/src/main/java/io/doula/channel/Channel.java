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
   * Hands one message to the provider. Called with no transaction open, after the intent to send is
   * committed.
   *
   * @param deadline how long the call may take; the caller's claim outlives it
   * @return what is known of it; never throws for anything that the provider or the network did
   */
  Outcome send(Outgoing message, Duration deadline);

  /**
   * What became of an attempt whose worker died while it was open.
   *
   * @param reminderId the reminder
   * @param number which attempt on it, from 1
   * @return empty when this channel can't say: then the attempt stays unknown and is not repeated
   *     blindly
   */
  Optional<Outcome> find(long reminderId, int number);
}
