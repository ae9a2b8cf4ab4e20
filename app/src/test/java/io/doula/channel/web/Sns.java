package io.doula.channel.web;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.json.JsonMapper;

/** Stands in for SNS: writes and signs messages, and has the pages that lie at SNS. */
final class Sns extends SnsFetch {
  static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:doula";
  static final String CERTIFICATE =
      "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem";
  static final String SUBSCRIBE =
      "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn="
          + TOPIC
          + "&Token=t0ken";
  static final Signer SIGNER = new Signer("RSA", 2048);
  private static final byte[] GOOD =
      SIGNER.certificate(
          "sns.amazonaws.com",
          "sns.amazonaws.com",
          Instant.parse("2026-01-01T00:00:00Z"),
          Instant.parse("2027-01-01T00:00:00Z"));

  final Map<String, Found> pages = new ConcurrentHashMap<>();
  final List<String> asked = new CopyOnWriteArrayList<>();

  @TestConfiguration
  static class InPlaceOfAws {
    @Bean
    @Primary
    Sns sns() {
      return new Sns();
    }
  }

  void reset() {
    asked.clear();
    pages.clear();
    pages.put(CERTIFICATE, new Found(200, GOOD));
    pages.put(SUBSCRIBE, new Found(200, new byte[0]));
  }

  @Override
  Found get(URI address) {
    asked.add(address.toString());
    Found found = pages.get(address.toString());
    if (found == null) {
      throw new SnsAway("no answer from SNS");
    }
    return found;
  }

  /** A message to be changed and signed. */
  static final class Letter {
    private final Map<String, Object> fields = new TreeMap<>();
    private final List<String> signed;

    private Letter(String type, List<String> signed) {
      this.signed = signed;
      with("Type", type)
          .with("MessageId", "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324")
          .with("TopicArn", TOPIC)
          .with("Timestamp", "2026-03-10T05:59:00.000Z")
          .with("SignatureVersion", "2")
          .with("SigningCertURL", CERTIFICATE);
    }

    static Letter notification(String message) {
      return new Letter(
              "Notification",
              List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"))
          .with("Message", message)
          .with("UnsubscribeURL", "https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe");
    }

    static Letter confirmation(String type) {
      return new Letter(
              type,
              List.of(
                  "Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"))
          .with("Message", "You have chosen to subscribe")
          .with("Token", "t0ken")
          .with("SubscribeURL", SUBSCRIBE);
    }

    Letter with(String field, Object value) {
      fields.put(field, value);
      return this;
    }

    Letter without(String field) {
      fields.remove(field);
      return this;
    }

    Object address() {
      return fields.get("SigningCertURL");
    }

    Letter signed() {
      return signedBy(SIGNER, "2".equals(fields.get("SignatureVersion")) ? "SHA256" : "SHA1");
    }

    /** The string to sign is written out here once more, from AWS's documentation. */
    Letter signedBy(Signer signer, String hash) {
      List<String> lines = new ArrayList<>();
      for (String field : signed) {
        if (fields.containsKey(field)) {
          lines.add(field + "\n" + fields.get(field) + "\n");
        }
      }
      byte[] text = String.join("", lines).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      return with(
          "Signature", Base64.getEncoder().encodeToString(signer.sign(hash + "withRSA", text)));
    }

    String json() {
      return new JsonMapper().writeValueAsString(fields);
    }
  }
}
