package io.doula.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@DoulaTest
class NoWebhookTest {
  @Autowired Api api;

  @Test
  void whereWhatsAppIsNotSetUpThereIsNoWebhook() {
    assertThat(api.get("/webhooks/whatsapp?hub.mode=subscribe").status()).isEqualTo(404);
    assertThat(api.post("/webhooks/whatsapp", "{}").status()).isEqualTo(404);
  }
}
