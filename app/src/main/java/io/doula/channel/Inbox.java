package io.doula.channel;

import java.time.Instant;
import java.util.List;

/**
 * Where the webhooks lay down what providers say. When a method returns, it is stored and applied;
 * when it throws, nothing is, and the provider is to send it again.
 */
public interface Inbox {

  /** Takes receipts, each event once. */
  void receipts(List<Receipt> receipts, Instant now);

  /** Takes what a person wrote, once. */
  void wrote(Inbound message, Instant now);

  /**
   * An address complained about our messages to the provider: as good as a STOP for all who are
   * reached there.
   *
   * @param event what tells this complaint from every other
   */
  void complained(String channel, String event, String address, Instant now);
}
