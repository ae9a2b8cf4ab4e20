package io.doula.channel;

import java.util.List;
import org.springframework.core.env.Environment;

/**
 * How a channel is set up, read from the settings alone, for the person who sets it up.
 *
 * @param channel its name
 * @param state whether it can send
 * @param words what is set up, or what is missing; never a secret's value
 */
public record ChannelSetup(String channel, State state, String words) {

  /** Whether a channel can send. */
  public enum State {
    /** Nobody asked for it. */
    NOT_ASKED,
    READY,
    /** Half of it is missing: the program does not start like this. */
    FAULTY
  }

  /** All channels, in the order in which they are told about. */
  public static List<ChannelSetup> all(Environment environment) {
    return List.of(
        WhatsAppSettings.setup(environment),
        SmsSettings.setup(environment),
        MailSettings.setup(environment));
  }

  static String rateInWords(int rate) {
    return rate == 0 ? "no limit of ours" : "up to %d a second".formatted(rate);
  }

  static ChannelSetup notAsked(String channel) {
    return new ChannelSetup(channel, State.NOT_ASKED, "not set up");
  }

  static ChannelSetup ready(String channel, String words) {
    return new ChannelSetup(channel, State.READY, words);
  }

  static ChannelSetup faulty(String channel, String words) {
    return new ChannelSetup(channel, State.FAULTY, words);
  }
}
