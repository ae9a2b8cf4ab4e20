package io.doula.channel.web;

import io.doula.channel.Inbox;
import io.doula.channel.WhatsAppWebhook;
import io.doula.channel.WhatsAppWebhook.News;
import io.doula.core.Forbidden;
import io.doula.core.Invalid;
import io.doula.core.NotFound;
import io.doula.core.ProgramClock;
import io.doula.core.Sight;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where Meta posts statuses and what people write. A 200 says that it is stored and applied;
 * anything else, and Meta posts it again. Who it is, the signature says: there is no login.
 */
@RestController
@RequestMapping("/webhooks/whatsapp")
class WhatsAppController {
  private final ObjectProvider<WhatsAppWebhook> webhook;
  private final Inbox inbox;
  private final ProgramClock clock;

  WhatsAppController(ObjectProvider<WhatsAppWebhook> webhook, Inbox inbox, ProgramClock clock) {
    this.webhook = webhook;
    this.inbox = inbox;
    this.clock = clock;
  }

  /** Meta asks once, when the webhook is set up, and wants its challenge back. */
  @GetMapping(produces = MediaType.TEXT_PLAIN_VALUE)
  String shakeHands(
      @RequestParam(name = "hub.mode", defaultValue = "") String mode,
      @RequestParam(name = "hub.verify_token", required = false) @Nullable String token,
      @RequestParam(name = "hub.challenge", defaultValue = "") String challenge) {
    if (!webhook().isOurs(token) || !mode.equals("subscribe")) {
      throw new Forbidden("this is not the verify token that was agreed on");
    }
    return challenge;
  }

  @PostMapping
  void take(
      @RequestHeader(name = "X-Hub-Signature-256", required = false) @Nullable String signature,
      @RequestBody(required = false) byte @Nullable [] posted) {
    WhatsAppWebhook ours = webhook();
    byte[] body = posted == null ? new byte[0] : posted;
    if (!ours.isSigned(body, signature)) {
      throw new Forbidden("the signature is missing or wrong");
    }
    Instant now = clock.now();
    News news = ours.read(body, now).orElseThrow(() -> new Invalid("", "the body is not JSON"));
    Sight.ALL.run(() -> keep(news, now));
  }

  /** What people say first: a receipt that can't be stored must not hold a STOP back. */
  private void keep(News news, Instant now) {
    news.written().forEach(message -> inbox.wrote(message, now));
    if (!news.receipts().isEmpty()) {
      inbox.receipts(news.receipts(), now);
    }
  }

  private WhatsAppWebhook webhook() {
    WhatsAppWebhook ours = webhook.getIfAvailable();
    if (ours == null) {
      throw new NotFound("webhook: WhatsApp's is not set up");
    }
    return ours;
  }
}
