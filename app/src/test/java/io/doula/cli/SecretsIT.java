package io.doula.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.GuardedLogin;
import io.doula.testing.TinyVault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is shipped, with its settings in Secrets Manager. */
class SecretsIT {
  private static final String CANARY = "Kanarienvogel-4711";

  @TempDir Path folder;

  private static TinyVault vault;
  private static GuardedLogin login;

  @BeforeAll
  static void secrets() throws Exception {
    vault = TinyVault.open();
    login = GuardedLogin.made("jar_of_secrets", "jar_nurse", CANARY);
    vault.put("login", login.secret());
    vault.put("key", "{\"secretKey\":\"%s, and more than 32 characters\"}".formatted(CANARY));
    vault.put("more", "{\"DOULA_ADMIN_PASSWORD\":\"%s\",\"engine\":\"x\"}".formatted(CANARY));
    vault.put("broken", "{\"password\":\"%s\"".formatted(CANARY));
  }

  @AfterAll
  static void close() {
    vault.close();
  }

  @Test
  void commandsWorkWithSecretsAndCheckNamesThem() throws Exception {
    // from a file, as .env may hold all of it
    Files.writeString(
        folder.resolve(".env"),
        settings(
                "DOULA_DB_SECRET",
                "login",
                "DOULA_APP_SECRET",
                "key",
                "DOULA_EXTRA_SECRETS",
                "more")
            .entrySet()
            .stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue())
            .collect(Collectors.joining("\n")));
    JarRun migrate = JarRun.of(folder, Map.of(), "migrate");
    assertThat(migrate.output()).contains("The tables are up to date").doesNotContain(CANARY);
    assertThat(migrate.exitCode()).isZero();

    JarRun check = JarRun.of(folder, Map.of(), "check");
    assertThat(check.output())
        .contains(
            "more (DOULA_EXTRA_SECRETS) gives DOULA_ADMIN_PASSWORD; 1 of its fields",
            "database    login from the secret login (DOULA_DB_SECRET)",
            "its tables are up to date",
            "secret key  from the secret key (DOULA_APP_SECRET)",
            "The program can start.")
        .doesNotContain(CANARY, login.user());
    assertThat(check.exitCode()).isZero();
  }

  @Test
  void checkTellsAllThatIsWrongWithSecretsAndNoValue() throws Exception {
    JarRun check =
        JarRun.of(
            folder,
            settings(
                "DOULA_DB_SECRET",
                "broken",
                "DOULA_APP_SECRET",
                "login",
                "DOULA_EXTRA_SECRETS",
                "gone"),
            "check");
    assertThat(check.output())
        .contains(
            "NOT OK: The secret gone (DOULA_EXTRA_SECRETS) does not exist in eu-west-1",
            "NOT OK: The secret broken (DOULA_DB_SECRET) is not JSON.",
            "NOT OK: The secret login (DOULA_APP_SECRET) lacks secretKey.",
            "can't start")
        .doesNotContain(CANARY, "\tat ");
    assertThat(check.exitCode()).isEqualTo(1);
  }

  @Test
  void aStartWithABrokenSecretStopsWithOneSentence() throws Exception {
    for (Map<String, String> settings :
        List.of(
            settings("DOULA_DB_SECRET", "broken", "DOULA_APP_SECRET", "key"),
            settings("DOULA_DB_SECRET", "login", "DOULA_APP_SECRET", "broken"),
            settings(
                "DOULA_DB_SECRET",
                "login",
                "DOULA_APP_SECRET",
                "key",
                "DOULA_EXTRA_SECRETS",
                "broken"))) {
      JarRun start = JarRun.of(folder, settings);
      assertThat(start.exitCode()).isEqualTo(1);
      assertThat(start.output())
          .contains("The secret broken (DOULA_", " is not JSON.")
          .doesNotContain(CANARY, "\tat ");
    }
  }

  @Test
  void aLoginThatIsRefusedIsNamedByItsSecret() throws Exception {
    GuardedLogin wrong = GuardedLogin.made("jar_of_wrong_secrets", "jar_midwife", CANARY);
    vault.put("wrong", wrong.secret());
    wrong.altered("another");
    JarRun migrate =
        JarRun.of(
            folder, settings("DOULA_DB_SECRET", "wrong", "DOULA_APP_SECRET", "key"), "migrate");
    assertThat(migrate.output())
        .isEqualTo(
            "The database refuses the login of the secret wrong (DOULA_DB_SECRET) with 28P01, a"
                + " wrong password.\n");
    assertThat(migrate.exitCode()).isEqualTo(1);
  }

  private static Map<String, String> settings(String... more) {
    Map<String, String> all = new HashMap<>(vault.settings());
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return all;
  }
}
