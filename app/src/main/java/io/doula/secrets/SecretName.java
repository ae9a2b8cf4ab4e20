package io.doula.secrets;

/**
 * A secret and the setting that names it.
 *
 * @param name its name or ARN in Secrets Manager
 * @param setting {@code DOULA_DB_SECRET}, say
 */
record SecretName(String name, String setting) {

  @Override
  public String toString() {
    return "%s (%s)".formatted(name, setting);
  }
}
