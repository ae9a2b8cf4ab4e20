package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;

/** Values that stand nowhere else, planted where a person's own would be. */
final class Canaries {
  static final String NAME = "Kanarinamba Zwitscherova";
  static final String BABY = "Piepmatzlein";
  static final String CAREGIVER = "Vogelwartin Nachtigall";
  static final String CAREGIVER_PHONE = "+254711998001";
  static final String EMAIL = "gefieder@nest-canary.example";
  static final String EXTERNAL = "RINGNUMMER-5517";
  static final String INBOUND = "tirili-tirila-von-ihr";
  static final String PASSWORD = "schnabel und kralle 99";
  static final String WHATSAPP_TOKEN = "token-eichelhaeher-0815";
  static final String APP_SECRET = "secret-zaunkoenig-4711";
  static final String VERIFY_TOKEN = "verify-rotkehlchen-1213";
  static final String MAIL_PASSWORD = "post-mauersegler-3141";

  /** What no place may hold; parts, because a leak may cut or fold. */
  private static final List<String> PARTS =
      List.of(
          "kanarinamba",
          "zwitscherova",
          "piepmatzlein",
          "vogelwartin",
          "nachtigall",
          "711998",
          "711999",
          "gefieder",
          "nest-canary",
          "ringnummer",
          "tirili",
          "schnabel",
          "eichelhaeher",
          "zaunkoenig",
          "rotkehlchen",
          "mauersegler",
          "your baby is due");

  private Canaries() {}

  /** A phone of its own for each mother. */
  static String phone(int n) {
    return "+254711999%03d".formatted(n);
  }

  static void areNotIn(String place, String said) {
    String lower = said.toLowerCase(Locale.ROOT);
    for (String part : PARTS) {
      int at = lower.indexOf(part);
      assertThat(at)
          .as(
              "%s holds %s: …%s…",
              place,
              part,
              at < 0
                  ? ""
                  : said.substring(Math.max(0, at - 300), Math.min(said.length(), at + 100)))
          .isNegative();
    }
  }
}
