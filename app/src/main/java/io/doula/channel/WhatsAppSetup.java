package io.doula.channel;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

/**
 * WhatsApp, where the operator asks for it. Asked at the start, not by a condition: a program that
 * was prepared when it was built has its conditions answered already.
 */
@Configuration(proxyBeanMethods = false)
@Profile("!local")
class WhatsAppSetup {
  static final String CHANNEL = "whatsapp";
  static final String WEBHOOK = "whatsappWebhook";

  /** None when nothing of it is given; half of it stops the start, which says what is missing. */
  @Bean(CHANNEL)
  @Nullable WhatsAppChannel whatsapp(Environment environment) {
    return WhatsAppSettings.of(environment).map(WhatsAppChannel::new).orElse(null);
  }

  /** There is a webhook only with both of its secrets. */
  @Bean(WEBHOOK)
  @Nullable WhatsAppWebhook whatsappWebhook(Environment environment) {
    return WhatsAppSettings.of(environment)
        .filter(settings -> WhatsAppSettings.webhookIsAsked(environment))
        .map(
            settings ->
                new WhatsAppWebhook(
                    Objects.requireNonNull(settings.appSecret()),
                    Objects.requireNonNull(settings.verifyToken()),
                    settings.phoneNumberId()))
        .orElse(null);
  }

  @Bean
  WhatsAppRenewal whatsappRenewal(Environment environment, ConfigurableListableBeanFactory made) {
    return new WhatsAppRenewal(environment, made);
  }
}
