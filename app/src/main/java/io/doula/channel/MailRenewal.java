package io.doula.channel;

import io.doula.core.SettingsReadAgain;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.mail.autoconfigure.MailProperties;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Takes over a relay's login that changed while the program rested in a snapshot. */
class MailRenewal {
  private final Environment environment;
  private final ObjectProvider<JavaMailSenderImpl> relay;

  MailRenewal(Environment environment, ObjectProvider<JavaMailSenderImpl> relay) {
    this.environment = environment;
    this.relay = relay;
  }

  @EventListener
  void renew(SettingsReadAgain settings) {
    Binder.get(environment)
        .bind("spring.mail", MailProperties.class)
        .ifBound(newer -> relay.ifAvailable(known -> renew(known, newer)));
  }

  private static void renew(JavaMailSenderImpl relay, MailProperties newer) {
    relay.setUsername(newer.getUsername());
    relay.setPassword(newer.getPassword());
  }
}
