package io.doula.secrets;

import io.doula.core.SettingsReadAgain;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/**
 * The settings that Secrets Manager keeps for this program: the database's login ({@code
 * DOULA_DB_SECRET}), the application's key ({@code DOULA_APP_SECRET}) and whatever {@code
 * DOULA_EXTRA_SECRETS} hold. They stand in Spring's Environment below everything given directly,
 * and a secret of which nothing is wanted is never asked for. docs/secrets.md says what counts.
 */
public final class Secrets {
  /** A setting of commands that want to hear of faults and go on. */
  public static final String FAULTS_ARE_TOLD = "doula.secrets.faults-are-told";

  /** For all that is read at a start. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(Secrets.class);
  private static final String DATABASE_SETTING = "DOULA_DB_SECRET";
  private static final String KEY_SETTING = "DOULA_APP_SECRET";
  private static final String KEY_FIELD = "secretKey";
  private static final Set<String> LOGIN =
      Set.of(DatabaseSecret.URL, DatabaseSecret.USERNAME, DatabaseSecret.PASSWORD);

  private final ConfigurableEnvironment environment;
  private final boolean allowed;
  private final List<SecretName> extraNames;
  private final Part login;
  private final Part key;
  private volatile ExtraSecrets extras = ExtraSecrets.NONE;
  private volatile @Nullable SecretFault extraFault;
  private volatile @Nullable ApplicationEventPublisher events;

  /**
   * @param allowed false where AWS is never asked
   */
  Secrets(ConfigurableEnvironment environment, boolean allowed) {
    this.environment = environment;
    this.allowed = allowed;
    this.extraNames = allowed ? ExtraSecrets.named(otherwise(ExtraSecrets.SETTING, "")) : List.of();
    this.login =
        new Part(() -> from(loginName(), PATIENCE, vault -> login(vault.current(loginName()))));
    this.key = new Part(() -> from(keyName(), PATIENCE, vault -> key(vault.current(keyName()))));
  }

  /** Those of an environment; none where nobody looked for them. */
  public static Secrets of(Environment environment) {
    ConfigurableEnvironment all = (ConfigurableEnvironment) environment;
    PropertySource<?> source = all.getPropertySources().get(SecretSettings.SOURCE);
    return source == null
        ? new Secrets(all, false)
        : ((SecretSettings) source.getSource()).secrets();
  }

  /** The secret that the database's login comes from; empty when it is given directly. */
  public Optional<String> loginSecret() {
    if (loginIsWanted()) {
      return Optional.of(loginName().toString());
    }
    return loginIsExtra()
        ? extras.holderOf(DatabaseSecret.PASSWORD).map(SecretName::toString)
        : Optional.empty();
  }

  /** The secret that the application's key comes from; empty when it is given directly. */
  public Optional<String> keySecret() {
    return keyIsWanted() ? Optional.of(keyName().toString()) : Optional.empty();
  }

  /** Why the login's secret can't be used, in a sentence; empty when it can or isn't wanted. */
  public Optional<String> loginFault() {
    SecretFault fault = loginIsWanted() ? login.fault() : null;
    return Optional.ofNullable(fault)
        .map(
            known ->
                Faults.ofDatabase(
                    known, known(DATABASE_SETTING) != null, known(DatabaseSecret.URL) != null));
  }

  /** Why the key's secret can't be used, in a sentence; empty when it can or isn't wanted. */
  public Optional<String> keyFault() {
    SecretFault fault = keyIsWanted() ? key.fault() : null;
    return Optional.ofNullable(fault).map(known -> Faults.ofKey(known, known(KEY_SETTING) != null));
  }

  /** Why a further secret can't be used, in a sentence; empty when all of them can. */
  public Optional<String> extraFault() {
    return Optional.ofNullable(extraFault).map(Faults::ofExtras);
  }

  /** One line for each further secret: the names of the settings it gives. */
  public List<String> extrasInWords() {
    return extras.inWords();
  }

  /**
   * Reads all that came from secrets anew, as after a restore from a snapshot; whoever listens to
   * {@link SettingsReadAgain} then hears of it. What can't be read stays as it was, with a warning:
   * a login that is no longer good is read again when PostgreSQL refuses it.
   */
  public void readAgain() {
    if (!allowed) {
      return;
    }
    again("extra secrets", () -> readExtras(PATIENCE));
    again("login", () -> replace(login, loginIsWanted(), loginName(), this::login));
    again("key", () -> replace(key, keyIsWanted(), keyName(), this::key));
    tellListeners();
  }

  /** Whoever can't take over what was read goes on with what there was; a restore does not fail. */
  private void tellListeners() {
    ApplicationEventPublisher listeners = events;
    if (listeners != null) {
      try {
        listeners.publishEvent(new SettingsReadAgain());
      } catch (RuntimeException e) {
        log.warn("not everything took over what was read again ({})", e.getClass().getSimpleName());
      }
    }
  }

  /**
   * Reads the database's login anew because the one in hand was refused. When its secret says what
   * it said, the version counts that a rotation under way has made: PostgreSQL has the new password
   * a moment before the secret's label is moved.
   *
   * @return why it can't be read, in a sentence; empty when it was
   */
  public Optional<String> readLoginAgain(Duration patience) {
    try {
      if (loginIsWanted()) {
        from(loginName(), patience, this::newerLogin);
      } else if (loginIsExtra()) {
        readExtras(patience);
      }
      return Optional.empty();
    } catch (SecretFault e) {
      return Optional.of(e.words());
    }
  }

  private Map<String, String> newerLogin(Vault vault) {
    Map<String, String> current = login(vault.current(loginName()));
    Map<String, String> newer =
        current.equals(login.settings())
            ? vault.pending(loginName()).map(this::login).orElse(current)
            : current;
    login.replace(newer);
    return newer;
  }

  void tell(ApplicationEventPublisher publisher) {
    events = publisher;
  }

  /**
   * @throws SecretFault when one of them can't be used; it is kept too
   */
  void readExtras(Duration patience) {
    if (extraNames.isEmpty()) {
      return;
    }
    try {
      extras = from(extraNames.get(0), patience, vault -> ExtraSecrets.read(vault, extraNames));
      extraFault = null;
    } catch (SecretFault e) {
      extraFault = e;
      throw e;
    }
  }

  /** The settings that may come from here. */
  Set<String> names() {
    return allowed
        ? Stream.of(LOGIN, Set.of(SecretKey.SETTING), extras.settings().keySet())
            .flatMap(Set::stream)
            .collect(Collectors.toSet())
        : Set.of();
  }

  /** A setting's value, when a secret holds it and it isn't given directly. */
  @Nullable String value(String name) {
    if (!allowed || !names().contains(name) || given(name) != null) {
      return null;
    }
    String extra = extras.settings().get(name);
    if (extra != null && !extra.isBlank()) {
      return extra;
    }
    if (LOGIN.contains(name)) {
      return loginIsWanted() ? login.settings().get(name) : null;
    }
    return name.equals(SecretKey.SETTING) ? key.settings().get(name) : null;
  }

  /**
   * With an address given directly, its secret is asked for only where it is named, for the login
   * it then holds.
   */
  private boolean loginIsWanted() {
    if (!allowed) {
      return false;
    }
    return known(DatabaseSecret.URL) == null
        || (known(DATABASE_SETTING) != null && known(DatabaseSecret.PASSWORD) == null);
  }

  private boolean loginIsExtra() {
    return allowed && given(DatabaseSecret.PASSWORD) == null && !loginIsWanted();
  }

  private boolean keyIsWanted() {
    return allowed && known(SecretKey.SETTING) == null;
  }

  private Map<String, String> login(SecretFields fields) {
    return DatabaseSecret.settings(fields, known(DatabaseSecret.URL) != null);
  }

  private Map<String, String> key(SecretFields fields) {
    fields.require(List.of(KEY_FIELD), "");
    String text = fields.text(KEY_FIELD);
    if (text.length() < SecretKey.MIN_LENGTH) {
      throw fields.fault(
          "has a %s of less than %d characters".formatted(KEY_FIELD, SecretKey.MIN_LENGTH));
    }
    return Map.of(SecretKey.SETTING, text);
  }

  private SecretName loginName() {
    return new SecretName(otherwise(DATABASE_SETTING, "psql-rds-credentials"), DATABASE_SETTING);
  }

  private SecretName keyName() {
    return new SecretName(otherwise(KEY_SETTING, "doula-app-secret"), KEY_SETTING);
  }

  private <T> T from(SecretName first, Duration patience, Function<Vault, T> reading) {
    try (Vault vault = Vault.open(environment, first, patience)) {
      return reading.apply(vault);
    }
  }

  /** What nobody has asked for yet is read when somebody does. */
  private void replace(
      Part part,
      boolean wanted,
      SecretName name,
      Function<SecretFields, Map<String, String>> settings) {
    if (wanted && part.isRead()) {
      part.replace(from(name, PATIENCE, vault -> settings.apply(vault.current(name))));
    }
  }

  private static void again(String what, Runnable reading) {
    try {
      reading.run();
    } catch (SecretFault e) {
      log.warn("the {} stay as they were: {}", what, e.words());
    }
  }

  private String otherwise(String name, String usual) {
    String value = known(name);
    return value == null ? usual : value.strip();
  }

  /** A setting as it is given directly or by a further secret. */
  private @Nullable String known(String name) {
    String direct = given(name);
    return direct == null ? extras.settings().get(name) : direct;
  }

  private @Nullable String given(String name) {
    return Verbatim.text(environment, name, SecretSettings.SOURCE);
  }
}
