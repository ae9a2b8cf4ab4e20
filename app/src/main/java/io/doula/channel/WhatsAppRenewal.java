package io.doula.channel;

import io.doula.core.CannotStart;
import io.doula.core.SettingsReadAgain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.SingletonBeanRegistry;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/** Takes over token and secrets that changed while the program rested in a snapshot. */
class WhatsAppRenewal {
  private static final Logger log = LoggerFactory.getLogger(WhatsAppRenewal.class);

  private final Environment environment;
  private final SingletonBeanRegistry made;

  /**
   * @param made knows what was made yet; what was not will be made of what is true then
   */
  WhatsAppRenewal(Environment environment, SingletonBeanRegistry made) {
    this.environment = environment;
    this.made = made;
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
    if (made.getSingleton(WhatsAppSetup.CHANNEL) instanceof WhatsAppChannel channel) {
      channel.renew(newer);
    }
    String appSecret = newer.appSecret();
    String verifyToken = newer.verifyToken();
    if (appSecret != null
        && verifyToken != null
        && made.getSingleton(WhatsAppSetup.WEBHOOK) instanceof WhatsAppWebhook webhook) {
      webhook.renew(appSecret, verifyToken);
    }
  }
}
