package io.doula.functions.contract;

import java.util.HashMap;
import java.util.Map;

/** What both doors are told; none of it is a secret anywhere else. */
public final class Settings {
  public static final String ADMIN_PASSWORD = "a password for the contract";
  static final String APP_SECRET = "what Meta signs with in the contract";
  static final String SECRET_KEY = "the contract's key, which is no secret to anyone";

  private Settings() {}

  /** The environment of either door over this database. */
  public static Map<String, String> over(String jdbcUrl) {
    Map<String, String> settings = new HashMap<>();
    settings.put("SPRING_DATASOURCE_URL", jdbcUrl);
    settings.put("SPRING_DATASOURCE_USERNAME", "doula");
    settings.put("SPRING_DATASOURCE_PASSWORD", "any");
    settings.put("DOULA_SECRET_KEY", SECRET_KEY);
    settings.put("DOULA_ADMIN_PASSWORD", ADMIN_PASSWORD);
    settings.put("DOULA_QUEUE", "none");
    settings.put("DOULA_PUBLIC_URL", "https://doula.example.org");
    settings.put("DOULA_WHATSAPP_BASE_URL", "http://127.0.0.1:9");
    settings.put("DOULA_WHATSAPP_PHONE_NUMBER_ID", "106540352242922");
    settings.put("DOULA_WHATSAPP_TOKEN", "no-token");
    settings.put("DOULA_WHATSAPP_APP_SECRET", APP_SECRET);
    settings.put("DOULA_WHATSAPP_VERIFY_TOKEN", "agreed on");
    settings.put("DOULA_SNS_TOPICS", "arn:aws:sns:eu-west-1:123456789012:doula");
    return settings;
  }
}
