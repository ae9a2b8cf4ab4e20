package io.doula.secrets;

import java.util.AbstractMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What secrets give, as Spring's Environment wants it: a name is always listed, its value there
 * only when a secret holds it and it is not given directly.
 */
final class SecretSettings extends AbstractMap<String, Object> {
  /** Names that end so are bound like environment variables. */
  static final String SOURCE = "secrets-systemEnvironment";

  private final Secrets secrets;

  SecretSettings(Secrets secrets) {
    this.secrets = secrets;
  }

  Secrets secrets() {
    return secrets;
  }

  @Override
  public @Nullable Object get(Object name) {
    return name instanceof String text ? secrets.value(text) : null;
  }

  @Override
  public boolean containsKey(Object name) {
    return get(name) != null;
  }

  @Override
  public Set<String> keySet() {
    return secrets.names();
  }

  /** Reads what was not read yet; nobody who only wants names comes here. */
  @Override
  public Set<Map.Entry<String, Object>> entrySet() {
    Set<Map.Entry<String, Object>> entries = new HashSet<>();
    for (String name : keySet()) {
      Object value = get(name);
      if (value != null) {
        entries.add(Map.entry(name, value));
      }
    }
    return entries;
  }

  /** Never the values, which a printed map would show. */
  @Override
  public String toString() {
    return "secrets";
  }
}
