package io.doula.channel.web;

import io.doula.core.ProgramClock;
import io.doula.core.Sight;
import io.doula.http.Problem;
import io.doula.http.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where SNS posts the events of text messages and mails, and what people text back: signed, from
 * the topics of {@code DOULA_SNS_TOPICS}. 200 means stored and applied; after anything else SNS
 * posts it again, or it is not SNS's.
 */
@RestController
class SnsController {
  private static final Logger log = LoggerFactory.getLogger(SnsController.class);

  private final SnsTopics topics;
  private final SnsSignatures signatures;
  private final SnsFetch fetch;
  private final SnsEvents events;
  private final ProgramClock clock;
  private final Problems problems;

  SnsController(
      SnsTopics topics,
      SnsSignatures signatures,
      SnsFetch fetch,
      SnsEvents events,
      ProgramClock clock,
      Problems problems) {
    this.topics = topics;
    this.signatures = signatures;
    this.fetch = fetch;
    this.events = events;
    this.clock = clock;
    this.problems = problems;
  }

  @PostMapping(
      path = "/webhooks/sns",
      consumes = {MediaType.TEXT_PLAIN_VALUE, MediaType.APPLICATION_JSON_VALUE})
  void posted(@RequestBody byte[] body) {
    Instant now = clock.now();
    SnsEnvelope envelope = SnsEnvelope.read(body);
    SnsTopic topic = topics.allowed(envelope.text("TopicArn"));
    signatures.check(envelope, topic, now);
    switch (envelope.type()) {
      case NOTIFICATION -> Sight.ALL.run(() -> events.take(envelope, now));
      case SUBSCRIPTION_CONFIRMATION -> confirm(envelope, topic);
      case UNSUBSCRIBE_CONFIRMATION ->
          log.warn("SNS no longer posts the events of {}: subscribe again", topic.arn());
    }
  }

  private void confirm(SnsEnvelope envelope, SnsTopic topic) {
    URI address =
        topic
            .confirmationAddress(envelope.text("SubscribeURL"))
            .orElseThrow(() -> new SnsAway("SubscribeURL does not lead to SNS"));
    int status = fetch.get(address).status();
    if (status != 200) {
      throw new SnsAway("SNS answered the confirmation with " + status);
    }
    log.info("subscribed to {}", topic.arn());
  }

  @ExceptionHandler
  void away(SnsAway away, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    log.warn("a message of SNS is to come again: {}", away.getMessage());
    problems.write(
        request,
        response,
        Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "SNS could not be asked: post it again"));
  }
}
