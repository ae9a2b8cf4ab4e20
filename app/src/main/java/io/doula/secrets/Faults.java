package io.doula.secrets;

/** What the person at the terminal is told when a secret gave nothing, with both ways out of it. */
final class Faults {
  private static final String DATABASE =
      """
      SPRING_DATASOURCE_URL is missing. Set it to the database's address, for example
      jdbc:postgresql://127.0.0.1:5432/doula, with SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD,
      in the environment or in a file .env here. Or keep the login in Secrets Manager:
      """;

  private static final String LOGIN = "SPRING_DATASOURCE_PASSWORD is missing, and ";

  private static final String KEY =
      "DOULA_SECRET_KEY is missing. Set it to a made-up text of at least 32 characters, and keep it:"
          + " tokens signed with another key are worth nothing. One way to make one:"
          + " openssl rand -base64 36. Or keep it in Secrets Manager: ";

  private Faults() {}

  /**
   * @param named whether DOULA_DB_SECRET says which secret it is; else nobody may have meant one
   * @param addressGiven whether only the login is wanted
   */
  static String ofDatabase(SecretFault fault, boolean named, boolean addressGiven) {
    if (fault.awsWasAsked()) {
      return named
          ? fault.words()
          : fault.words() + " SPRING_DATASOURCE_URL, which says it directly, is missing too.";
    }
    return (addressGiven ? LOGIN : DATABASE) + fault.words() + ".";
  }

  /**
   * @param named whether DOULA_APP_SECRET says which secret it is
   */
  static String ofKey(SecretFault fault, boolean named) {
    if (fault.awsWasAsked()) {
      return named
          ? fault.words()
          : fault.words() + " DOULA_SECRET_KEY, which says it directly, is missing too.";
    }
    return KEY + fault.words() + ".";
  }

  static String ofExtras(SecretFault fault) {
    return fault.awsWasAsked()
        ? fault.words()
        : "DOULA_EXTRA_SECRETS is set, and " + fault.words() + ".";
  }
}
