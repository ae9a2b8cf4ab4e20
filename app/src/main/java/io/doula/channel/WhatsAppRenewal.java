package io.doula.channel;

import io.doula.core.CannotStart;
import io.doula.core.SettingsReadAgain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/** Takes over token and secrets that changed while the program rested in a snapshot. */
class WhatsAppRenewal {
  private static final Logger log = LoggerFactory.getLogger(WhatsAppRenewal.class);

  private final Environment environment;
  private final ObjectProvider<WhatsAppChannel> channel;
  private final ObjectProvider<WhatsAppWebhook> webhook;

  WhatsAppRenewal(
      Environment environment,
      ObjectProvider<WhatsAppChannel> channel,
      ObjectProvider<WhatsAppWebhook> webhook) {
    this.environment = environment;
    this.channel = channel;
    this.webhook = webhook;
  }

  @EventListener
  void renew(SettingsReadAgain settings) {
    try {
      WhatsAppSettings.of(environment).ifPresent(this::renew);
    } catch (CannotStart e) {
      log.warn("WhatsApp stays as it was: {}", e.getMessage());
    }
  }

  private void renew(WhatsAppSettings newer) {
    channel.ifAvailable(known -> known.renew(newer));
    String appSecret = newer.appSecret();
    String verifyToken = newer.verifyToken();
    if (appSecret != null && verifyToken != null) {
      webhook.ifAvailable(known -> known.renew(appSecret, verifyToken));
    }
  }
}
