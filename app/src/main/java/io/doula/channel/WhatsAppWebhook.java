package io.doula.channel;

import io.doula.channel.Receipt.Status;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what Meta posts to the webhook (Cloud API, webhooks). Fields that are not known are left
 * alone: Meta adds some all the time.
 */
public final class WhatsAppWebhook {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String SIGNED = "sha256=";
  private static final JsonMapper JSON = new JsonMapper();

  private volatile String appSecret;
  private volatile String verifyToken;
  private final String phoneNumberId;

  WhatsAppWebhook(String appSecret, String verifyToken, String phoneNumberId) {
    this.appSecret = appSecret;
    this.verifyToken = verifyToken;
    this.phoneNumberId = phoneNumberId;
  }

  /** Believes these from now on. */
  void renew(String newerAppSecret, String newerVerifyToken) {
    appSecret = newerAppSecret;
    verifyToken = newerVerifyToken;
  }

  /**
   * What one POST brought for our number.
   *
   * @param receipts in the order in which they stand there
   * @param written what people wrote, pressed or asked WhatsApp to stop
   */
  public record News(List<Receipt> receipts, List<Inbound> written) {}

  /** Whether this is the token agreed on with Meta when the webhook was set up. */
  public boolean isOurs(@Nullable String token) {
    return token != null
        && MessageDigest.isEqual(
            token.getBytes(StandardCharsets.UTF_8), verifyToken.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Whether Meta signed these bytes.
   *
   * @param header {@code X-Hub-Signature-256}: {@code sha256=} and the HMAC of the body in hex
   */
  public boolean isSigned(byte[] body, @Nullable String header) {
    return header != null
        && header.startsWith(SIGNED)
        && MessageDigest.isEqual(hmac(body), hex(header.substring(SIGNED.length())));
  }

  private static byte[] hex(String text) {
    try {
      return HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private byte[] hmac(byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(appSecret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }

  /**
   * Reads a body whose signature was checked.
   *
   * @param now stands where Meta gives no time
   * @return empty when it is no JSON
   */
  public Optional<News> read(byte[] body, Instant now) {
    try {
      return Optional.of(news(JSON.readTree(body), now));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private News news(JsonNode root, Instant now) {
    List<Receipt> receipts = new ArrayList<>();
    List<Inbound> written = new ArrayList<>();
    for (JsonNode entry : root.path("entry")) {
      for (JsonNode change : entry.path("changes")) {
        JsonNode value = change.path("value");
        if (text(value.path("metadata").path("phone_number_id")).equals(phoneNumberId)) {
          value.path("statuses").forEach(status -> receipt(status, now).ifPresent(receipts::add));
          value.path("messages").forEach(message -> written(message, now).ifPresent(written::add));
          value.path("user_preferences").forEach(wish -> stop(wish, now).ifPresent(written::add));
        }
      }
    }
    return new News(List.copyOf(receipts), List.copyOf(written));
  }

  private static Optional<Receipt> receipt(JsonNode status, Instant now) {
    String id = text(status.path("id"));
    Status reached =
        switch (text(status.path("status"))) {
          case "accepted" -> Status.ACCEPTED;
          case "sent" -> Status.SENT;
          case "delivered" -> Status.DELIVERED;
          case "read", "played" -> Status.READ;
          case "failed" -> Status.FAILED;
          default -> null;
        };
    if (reached == null || id.isEmpty()) {
      return Optional.empty();
    }
    String echoed = text(status.path("biz_opaque_callback_data"));
    String correlation = echoed.isEmpty() ? null : echoed;
    Instant at = at(status, now);
    return Optional.of(
        reached == Status.FAILED
            ? failed(id, correlation, status.path("errors").path(0), at)
            : new Receipt(
                WhatsAppChannel.NAME,
                id + ":" + reached,
                correlation,
                id,
                reached,
                null,
                null,
                null,
                at));
  }

  private static Receipt failed(
      String id, @Nullable String correlation, JsonNode error, Instant at) {
    int code = error.path("code").asInt(-1);
    Optional<WhatsAppFault> known = WhatsAppFault.of(code);
    return new Receipt(
        WhatsAppChannel.NAME,
        id + ":" + Status.FAILED + ":" + code,
        correlation,
        id,
        Status.FAILED,
        known.map(WhatsAppFault::kind).orElse(Outcome.Kind.REJECTED),
        known.map(fault -> fault.scope(null)).orElse(null),
        "code %d: %s"
            .formatted(code, known.map(WhatsAppFault::words).orElse("for a reason not known here")),
        at);
  }

  private static Optional<Inbound> written(JsonNode message, Instant now) {
    String id = text(message.path("id"));
    if (id.isEmpty()) {
      return Optional.empty();
    }
    String from = phone(message.path("from"));
    // Who shows no number (a username) can't be found by it: what she wrote is kept as an event.
    String words = from.isEmpty() ? "" : words(message);
    return Optional.of(new Inbound(WhatsAppChannel.NAME, id, from, words, at(message, now)));
  }

  private static String words(JsonNode message) {
    return switch (text(message.path("type"))) {
      case "text" -> text(message.path("text").path("body"));
      case "button" -> text(message.path("button").path("text"));
      case "interactive" -> {
        JsonNode reply = message.path("interactive");
        yield text(reply.path("button_reply").path("title"))
            + text(reply.path("list_reply").path("title"));
      }
      default -> "";
    };
  }

  /**
   * WhatsApp's own switch for a business's messages. Whoever uses it has said stop, and need not
   * know that Meta means offers alone; switched back it brings nothing back, because she may have
   * said STOP to us besides.
   */
  private Optional<Inbound> stop(JsonNode wish, Instant now) {
    String from = phone(wish.path("wa_id"));
    Instant at = at(wish, now);
    if (from.isEmpty() || !text(wish.path("value")).equals("stop")) {
      return Optional.empty();
    }
    // Meta gives it no id, and her number is not to be kept in one
    byte[] told = hmac((from + " " + at).getBytes(StandardCharsets.UTF_8));
    String event = "user_preferences:" + HexFormat.of().formatHex(told);
    return Optional.of(new Inbound(WhatsAppChannel.NAME, event, from, "STOP", at));
  }

  /** E.164, empty for what is no number. */
  private static String phone(JsonNode node) {
    String digits = text(node).replaceFirst("^\\+", "");
    return digits.matches("[0-9]{5,15}") ? "+" + digits : "";
  }

  /** Seconds, as written; milliseconds, as seen. */
  private static Instant at(JsonNode node, Instant now) {
    String time = text(node.path("timestamp"));
    if (!time.matches("[1-9][0-9]{8,12}")) {
      return now;
    }
    long number = Long.parseLong(time);
    return number < 100_000_000_000L ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
  }

  private static String text(JsonNode node) {
    return node.isValueNode() && !node.isNull() ? node.asString("") : "";
  }
}
