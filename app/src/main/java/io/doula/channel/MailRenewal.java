package io.doula.channel;

import io.doula.core.SettingsReadAgain;
import org.springframework.beans.factory.config.SingletonBeanRegistry;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.mail.autoconfigure.MailProperties;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Takes over a relay's login that changed while the program rested in a snapshot. */
class MailRenewal {
  private static final String BOOTS_NAME = "mailSender";

  private final Environment environment;
  private final SingletonBeanRegistry made;

  /**
   * @param made knows the relay's settings, if they were made yet
   */
  MailRenewal(Environment environment, SingletonBeanRegistry made) {
    this.environment = environment;
    this.made = made;
  }

  @EventListener
  void renew(SettingsReadAgain settings) {
    if (made.getSingleton(BOOTS_NAME) instanceof JavaMailSenderImpl relay) {
      Binder.get(environment)
          .bind("spring.mail", MailProperties.class)
          .ifBound(newer -> renew(relay, newer));
    }
  }

  private static void renew(JavaMailSenderImpl relay, MailProperties newer) {
    relay.setUsername(newer.getUsername());
    relay.setPassword(newer.getPassword());
  }
}
