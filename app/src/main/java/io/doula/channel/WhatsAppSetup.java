package io.doula.channel;

import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** WhatsApp, where the operator asks for it. */
@Configuration(proxyBeanMethods = false)
@Profile("!local")
@Conditional(WhatsAppSetup.Asked.class)
class WhatsAppSetup {

  /** Also when half of it is missing, so that the start says what. */
  static class Asked implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return WhatsAppSettings.areGiven(context.getEnvironment());
    }
  }

  /** There is a webhook only with both of its secrets. */
  static class WithWebhook implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return WhatsAppSettings.webhookIsAsked(context.getEnvironment());
    }
  }

  @Bean
  WhatsAppSettings whatsappSettings(Environment environment) {
    return WhatsAppSettings.of(environment).orElseThrow();
  }

  @Bean
  WhatsAppChannel whatsapp(WhatsAppSettings settings) {
    return new WhatsAppChannel(settings);
  }

  @Bean
  @Conditional(WithWebhook.class)
  WhatsAppWebhook whatsappWebhook(WhatsAppSettings settings) {
    return new WhatsAppWebhook(
        Objects.requireNonNull(settings.appSecret()),
        Objects.requireNonNull(settings.verifyToken()),
        settings.phoneNumberId());
  }

  @Bean
  WhatsAppRenewal whatsappRenewal(
      Environment environment, WhatsAppChannel channel, ObjectProvider<WhatsAppWebhook> webhook) {
    return new WhatsAppRenewal(environment, channel, webhook);
  }
}
