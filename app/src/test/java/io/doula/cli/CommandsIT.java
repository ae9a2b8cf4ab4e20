package io.doula.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.EmbeddedDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The commands of the jar as it is shipped, on a real database. */
class CommandsIT {
  @TempDir Path folder;

  private static Map<String, String> database;

  @BeforeAll
  static void anEmptyDatabaseOwnedByAPlainLogin() {
    String url = EmbeddedDatabase.url("commands");
    JdbcClient server = JdbcClient.create(EmbeddedDatabase.asSuperuser("commands"));
    server.sql("create role operator login").update();
    server.sql("alter database commands owner to operator").update();
    database =
        Map.of(
            "SPRING_DATASOURCE_URL",
            url.replaceFirst("\\?.*", ""),
            "SPRING_DATASOURCE_USERNAME",
            "operator");
  }

  @Test
  void helpListsTheCommands() throws Exception {
    JarRun help = JarRun.of(folder, Map.of(), "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.output())
        .contains("migrate", "import", "user", "check", "templates", "--version");
  }

  @Test
  void anUnknownCommandIsRefused() throws Exception {
    JarRun typo = JarRun.of(folder, Map.of(), "migrat");
    assertThat(typo.exitCode()).isEqualTo(2);
    assertThat(typo.output()).startsWith("There is no command migrat.");
  }

  @Test
  void aStartWithoutSettingsSaysWhatIsMissing() throws Exception {
    JarRun start = JarRun.of(folder, Map.of());
    assertThat(start.exitCode()).isEqualTo(1);
    assertThat(start.output())
        .contains("SPRING_DATASOURCE_URL is missing", "Secrets Manager", "AWS_REGION")
        .doesNotContain("\tat ");
  }

  @Test
  void aCommandOnADatabaseThatDoesNotAnswerSaysSo() throws Exception {
    Map<String, String> nowhere =
        Map.of("SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:1/doula");
    JarRun migrate = JarRun.of(folder, nowhere, "migrate");
    assertThat(migrate.exitCode()).isEqualTo(1);
    assertThat(migrate.output()).startsWith("The database does not answer.").hasLineCount(1);
  }

  @Test
  void aDatabaseIsMigratedFilledAndPeopled() throws Exception {
    JarRun tooEarly = JarRun.of(folder, database, "import", register().toString());
    assertThat(tooEarly.output()).contains("Run: java -jar doula.jar migrate");
    assertThat(tooEarly.exitCode()).isEqualTo(1);

    JarRun migrate = JarRun.of(folder, database, "migrate");
    assertThat(migrate.output())
        .containsPattern("The tables are up to date, version [1-9]")
        .contains("The first user is admin. Password, shown only now");
    assertThat(migrate.exitCode()).isZero();
    assertThat(JarRun.of(folder, database, "migrate").output()).doesNotContain("Password");

    aClinic();
    JarRun keyless = JarRun.of(folder, database, "import", register().toString());
    assertThat(keyless.output()).as("who was erased is known by it").contains("DOULA_SECRET_KEY");
    assertThat(keyless.exitCode()).isEqualTo(1);
    Map<String, String> keyed = new HashMap<>(database);
    keyed.put("DOULA_SECRET_KEY", "a key for tests only, thirty-two characters or more");
    JarRun register = JarRun.of(folder, keyed, "import", "--strict", register().toString());
    assertThat(register.output())
        .contains(
            "line 3, channels: ", "2 accepted", "0 unchanged", "1 refused", "100 % of the file");
    assertThat(register.exitCode()).isEqualTo(3);
    JarRun again = JarRun.of(folder, keyed, "import", register().toString());
    assertThat(again.output()).contains("0 accepted", "2 unchanged", "1 refused");
    assertThat(again.exitCode()).isZero();

    JarRun nurse =
        JarRun.of(folder, database, "user", "add", "asha", "--role", "nurse", "--clinic", "1");
    assertThat(nurse.output()).contains("asha is now known as NURSE.", "Password, shown only now");
    JarRun twice = JarRun.of(folder, database, "user", "add", "Asha", "--role", "nurse");
    assertThat(twice.output()).contains("another user has this name");
    assertThat(twice.exitCode()).isEqualTo(1);
    assertThat(JarRun.of(folder, database, "user", "password", "asha").output())
        .contains("Password, shown only now");
    assertThat(JarRun.of(folder, keyed, "user", "remove-second-factor", "asha").output())
        .contains("asha has no second factor.");

    JarRun check = JarRun.of(folder, database, "check");
    assertThat(check.output())
        .contains("its tables are up to date", "DOULA_SECRET_KEY is missing", "can't start")
        .doesNotContain("BYPASSRLS");
    assertThat(check.exitCode()).isEqualTo(1);
    Map<String, String> free = new HashMap<>(database);
    free.put("SPRING_DATASOURCE_USERNAME", "postgres");
    free.put("SPRING_DATASOURCE_PASSWORD", "postgres");
    assertThat(JarRun.of(folder, free, "check").output())
        .contains("WARNING: this login is a superuser or has BYPASSRLS");
  }

  @Test
  void aQueueThatDoesNotAnswerIsAWarningAndOneThatDoesNotExistAFault() throws Exception {
    Map<String, String> away = Map.of("REDIS_URL", "redis://nurse:Geheim-77@127.0.0.1:1");
    assertThat(JarRun.of(folder, away, "check").output())
        .contains("redis at 127.0.0.1:1", "WARNING: does not answer", "every PT15S (DOULA_TICK)")
        .doesNotContain("Geheim", "\tat ");
    assertThat(JarRun.of(folder, Map.of("DOULA_QUEUE", "pigeon"), "check").output())
        .contains("NOT OK: DOULA_QUEUE names pigeon");
  }

  private static void aClinic() {
    JdbcClient.create(EmbeddedDatabase.asSuperuser("commands"))
        .sql(
            """
            insert into clinic
              (name, country, time_zone, plan, language, quiet_from, quiet_to, send_at, created_at)
            values ('Kibera', 'KE', 'Africa/Nairobi', 'who', 'sw', '20:00', '07:00', '09:00', now())
            """)
        .update();
  }

  private Path register() throws Exception {
    return Files.writeString(
        folder.resolve("register.csv"),
        """
        clinic,external_id,full_name,phone,email,language,channels,time_zone,consent,lmp,edd,baby_name,baby_sex,baby_birth_date
        Kibera,S-1,Neema One,+254700000901,,sw,sms,,yes,,,,,
        Kibera,S-2,Neema Two,+254700000902,,sw,pigeon,,yes,,,,,
        Kibera,S-3,Neema Three,+254700000903,,sw,sms,,yes,,,,,
        """);
  }
}
