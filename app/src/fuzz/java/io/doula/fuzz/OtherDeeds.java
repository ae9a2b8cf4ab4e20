package io.doula.fuzz;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Spoils what is no JSON: registers as CSV, and what providers post. */
final class OtherDeeds {
  private static final String HEADER =
      "clinic,external_id,full_name,phone,email,language,channels,time_zone,consent,lmp,edd,baby_name,baby_sex,baby_birth_date";
  private static final List<String> CELLS =
      List.of(
          "\"",
          "\"open",
          "a\"b",
          "a\u0000b",
          "=cmd|' /C calc'!A0",
          "2026-02-30",
          "+999999999-12-31",
          "1e400",
          "\u202e",
          "👶".repeat(300),
          "x".repeat(100_000),
          "",
          " ",
          "\t",
          "sms;sms;",
          "yes;no",
          "\u0661",
          "\ufeff",
          "\u2028",
          "-1",
          "99999999999999999999",
          "\\",
          ",,,,",
          "\"\"\"",
          "a\rb");

  private OtherDeeds() {}

  static List<Kind> all(@Nullable String whatsAppSecret) {
    return List.of(
        new Kind("odd cell", 20, Operation::takesCsv, OtherDeeds::cell),
        new Kind("odd table", 20, Operation::takesCsv, OtherDeeds::table),
        new Kind("table of another type", 6, Operation::takesCsv, OtherDeeds::tableType),
        new Kind("table that is too large", 1, Operation::takesCsv, OtherDeeds::tooLarge),
        new Kind("post that nobody signed", 20, Operation::isWebhook, OtherDeeds::unsigned),
        new Kind(
            "signed garbage", 20, Operation::isWebhook, (d, s) -> signed(d, s, whatsAppSecret)));
  }

  private static void cell(Draft draft, Scene scene) {
    Chance chance = scene.chance();
    StringBuilder table = new StringBuilder(HEADER).append('\n');
    int rows = 1 + chance.below(4);
    for (int row = 0; row < rows; row++) {
      List<String> cells =
          new java.util.ArrayList<>(
              List.of(
                  scene.world().clinic(),
                  chance.canary() + row,
                  "Amina " + chance.canary(),
                  "+254722%06d".formatted(chance.below(1_000_000)),
                  "a@example.org",
                  "en",
                  "sms",
                  "",
                  "yes",
                  "",
                  "",
                  "Zawadi",
                  "female",
                  scene.world().today().minusDays(20).toString()));
      cells.set(chance.below(cells.size()), chance.of(CELLS));
      table.append(String.join(",", cells)).append(chance.of(List.of("\n", "\r\n", "\r", "")));
    }
    draft.type("text/csv").body(table.toString());
    draft.mayPass("what is wrong with a line stands in the answer");
  }

  private static void table(Draft draft, Scene scene) {
    Chance chance = scene.chance();
    switch (chance.below(9)) {
      case 0 -> draft.body("");
      case 1 -> draft.body(HEADER);
      case 2 -> draft.body(HEADER + "," + HEADER + "\n" + "a,".repeat(40));
      case 3 -> draft.body("unheard_of,clinic\n1,2\n");
      case 4 -> draft.body(chance.bytes(1 + chance.below(2000)));
      case 5 -> draft.body(HEADER.getBytes(StandardCharsets.UTF_16));
      case 6 -> draft.body("\ufeff" + HEADER.replace(',', ';') + "\n;;;\n");
      case 7 -> draft.body(HEADER + "\n" + ",".repeat(200_000));
      default -> draft.body(HEADER + "\n" + "\"".repeat(100_001) + "\n");
    }
    draft.type("text/csv").mayPass("what is wrong with a line stands in the answer");
  }

  private static void tableType(Draft draft, Scene scene) {
    draft
        .body(HEADER + "\n")
        .type(
            scene
                .chance()
                .of(
                    List.of(
                        "application/json",
                        "text/plain",
                        "multipart/form-data; boundary=x",
                        "application/x-www-form-urlencoded",
                        "text/csv; charset=utf-16",
                        "text/csv; charset=unheard-of",
                        "text/csv;;=",
                        "text/",
                        "*/*",
                        "text/*")));
  }

  private static void tooLarge(Draft draft, Scene scene) {
    draft.type("text/csv").body(HEADER + "\n" + "x".repeat(5 * 1024 * 1024 + 1));
    if (scene.chance().oneIn(2)) {
      draft.chunked();
    }
  }

  private static void unsigned(Draft draft, Scene scene) {
    Chance chance = scene.chance();
    if (draft.method().equals("GET")) {
      draft.query("hub.mode=subscribe&hub.verify_token=" + chance.canary() + "&hub.challenge=1");
      return;
    }
    draft
        .type(
            chance.of(
                List.of("application/json", "text/plain", "x", "application/json;charset=utf-16")))
        .body(post(chance))
        .header(
            "X-Hub-Signature-256",
            chance.of(
                List.of(
                    "",
                    "sha256=",
                    "sha256=zz",
                    "sha1=00",
                    "sha256=" + "0".repeat(64),
                    "\u00e9",
                    "x".repeat(3000))))
        .header(
            "x-amz-sns-message-type",
            chance.of(List.of("Notification", "SubscriptionConfirmation", "x", "")));
  }

  private static byte[] post(Chance chance) {
    String canary = chance.canary();
    return switch (chance.below(8)) {
      case 0 -> new byte[0];
      case 1 -> chance.bytes(300);
      case 2 -> "[".repeat(5000).getBytes(StandardCharsets.US_ASCII);
      case 3 ->
          text(
              "{\"entry\":[{\"changes\":[{\"value\":{\"statuses\":[{\"id\":null,\"status\":7,\"timestamp\":\"1e400\"}]}}]}]}");
      case 4 ->
          text(
              "{\"entry\":[{\"changes\":[{\"field\":\"messages\",\"value\":{\"metadata\":{\"phone_number_id\":\"106540352242922\"},\"messages\":[{\"id\":\"%s\",\"from\":\"x\",\"type\":\"text\",\"timestamp\":\"99999999999999999999\",\"text\":{\"body\":\"\\u0000\\ud800\"}}],\"statuses\":[{\"id\":\"%s\\u0000\",\"status\":\"sent\",\"timestamp\":\"1\",\"biz_opaque_callback_data\":\"99999999999999999999:1\"}]}}]}]}"
                  .formatted(canary, canary));
      case 5 -> text("{\"entry\":{\"changes\":\"%s\"}}".formatted(canary));
      case 6 ->
          text(
              "{\"Type\":\"Notification\",\"MessageId\":\"%s\",\"TopicArn\":\"arn:aws:sns:eu-west-1:123456789012:doula\",\"Message\":\"{}\",\"Timestamp\":\"2026-02-30T00:00:00Z\",\"SignatureVersion\":\"2\",\"Signature\":\"=\",\"SigningCertURL\":\"https://sns.eu-west-1.amazonaws.com.example.org/x.pem\"}"
                  .formatted(canary));
      default -> text("null");
    };
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void signed(Draft draft, Scene scene, @Nullable String secret) {
    unsigned(draft, scene);
    byte[] body = draft.body();
    if (secret != null && body != null) {
      draft
          .without("X-Hub-Signature-256")
          .header("X-Hub-Signature-256", "sha256=" + mac(secret, body))
          .mayPass("a provider is told that its post has come, also where it says nothing to us");
    }
  }

  private static String mac(String secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
