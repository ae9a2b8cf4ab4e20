package io.doula.channel;

import io.doula.core.Texts;
import java.time.Instant;

/**
 * What a person wrote or pressed.
 *
 * @param channel by which it came
 * @param event the provider's id of it; the same message that comes again has the same
 * @param from the E.164 number, or the email address, it came from
 * @param text her words, or those on the button she pressed
 * @param at when she wrote it, by the provider's clock
 */
public record Inbound(String channel, String event, String from, String text, Instant at) {
  public Inbound {
    event = Texts.storable(event);
    from = Texts.storable(from);
    text = Texts.storable(text);
  }
}
