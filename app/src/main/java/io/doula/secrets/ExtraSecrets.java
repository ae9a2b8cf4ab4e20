package io.doula.secrets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Further secrets that hold settings by name. Where two hold the same one, the secret named first
 * counts.
 *
 * @param settings what they hold together
 * @param taken for each secret the settings found in it
 * @param passedOver for each secret how many of its fields are no settings of this program
 */
record ExtraSecrets(
    Map<String, String> settings,
    Map<SecretName, Set<String>> taken,
    Map<SecretName, Integer> passedOver) {
  static final String SETTING = "DOULA_EXTRA_SECRETS";
  static final ExtraSecrets NONE = new ExtraSecrets(Map.of(), Map.of(), Map.of());

  /** What says where secrets are can't itself come from one, nor what was settled before. */
  private static final Set<String> TOO_LATE =
      Set.of(SETTING, "DOULA_ENV_FILE", "SPRING_PROFILES_ACTIVE");

  private static final Pattern OURS =
      Pattern.compile("(DOULA|SPRING|SERVER|REDIS|LOGGING)_[A-Z0-9_]{1,100}");

  /** Those named in a list with commas. */
  static List<SecretName> named(String list) {
    return Arrays.stream(list.split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(name -> new SecretName(name, SETTING))
        .toList();
  }

  /**
   * A secret may serve other programs too: what has no name of ours is passed over.
   *
   * @throws SecretFault when one of them can't be used
   */
  static ExtraSecrets read(Vault vault, List<SecretName> secrets) {
    Map<String, String> settings = new LinkedHashMap<>();
    Map<SecretName, Set<String>> taken = new LinkedHashMap<>();
    Map<SecretName, Integer> passedOver = new LinkedHashMap<>();
    for (SecretName secret : secrets) {
      SecretFields fields = vault.current(secret);
      List<String> others = new ArrayList<>(fields.names());
      others.removeIf(ExtraSecrets::isOurs);
      Set<String> ours = new TreeSet<>(fields.names());
      others.forEach(ours::remove);
      ours.forEach(name -> settings.putIfAbsent(name, fields.text(name)));
      taken.put(secret, ours);
      passedOver.put(secret, others.size());
    }
    return new ExtraSecrets(settings, taken, passedOver);
  }

  /** The secret from which a setting comes. */
  Optional<SecretName> holderOf(String setting) {
    return taken.entrySet().stream()
        .filter(secret -> secret.getValue().contains(setting))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** One line for each secret: names, never values. */
  List<String> inWords() {
    return taken.entrySet().stream()
        .map(
            secret ->
                "%s gives %s%s"
                    .formatted(
                        secret.getKey(),
                        secret.getValue().isEmpty()
                            ? "nothing"
                            : String.join(", ", secret.getValue()),
                        others(passedOver.getOrDefault(secret.getKey(), 0))))
        .toList();
  }

  private static String others(int number) {
    return number == 0 ? "" : "; %d of its fields are no settings of Doula".formatted(number);
  }

  private static boolean isOurs(String name) {
    return OURS.matcher(name).matches() && !TOO_LATE.contains(name);
  }

  @Override
  public String toString() {
    return "ExtraSecrets" + inWords();
  }
}
