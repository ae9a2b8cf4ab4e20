package io.doula.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.core.CannotStart;
import io.doula.testing.TinyVault;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SecretsTest {
  private static final String CANARY = "Kanarienvogel-4711";
  private static final String KEY = "a made-up key that has more than 32 characters";
  private static final String LOGIN =
      """
      {"engine":"postgres","host":"db.example","port":5432,"dbname":"doula",
       "username":"nurse","password":"Kanarienvogel-4711"}""";

  private TinyVault vault;

  @BeforeEach
  void open() throws IOException {
    vault = TinyVault.open();
  }

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void loginAndKeyComeFromSecretsOfTheUsualNames() {
    vault.put("psql-rds-credentials", LOGIN);
    vault.put("doula-app-secret", "{\"secretKey\":\"%s\"}".formatted(KEY));

    StandardEnvironment environment = environment(Map.of());

    assertThat(environment.getProperty("spring.datasource.url"))
        .isEqualTo("jdbc:postgresql://db.example:5432/doula");
    assertThat(environment.getProperty("spring.datasource.username")).isEqualTo("nurse");
    assertThat(environment.getProperty("SPRING_DATASOURCE_PASSWORD")).isEqualTo(CANARY);
    assertThat(environment.getProperty("DOULA_SECRET_KEY")).isEqualTo(KEY);
    assertThat(vault.asked())
        .as("each is read once, when it is asked for")
        .containsExactly("psql-rds-credentials AWSCURRENT", "doula-app-secret AWSCURRENT");
  }

  @Test
  void theSecretsMayHaveOtherNames() {
    vault.put(
        "arn:aws:secretsmanager:eu-west-1:1:secret:db-Ab1", LOGIN.replace("5432", "\"6432\""));
    vault.put("key", "{\"secretKey\":\"%s\"}".formatted(KEY));

    StandardEnvironment environment =
        environment(
            Map.of(
                "DOULA_DB_SECRET", "arn:aws:secretsmanager:eu-west-1:1:secret:db-Ab1",
                "DOULA_APP_SECRET", "key"));

    assertThat(environment.getProperty("spring.datasource.url")).contains(":6432/");
    assertThat(environment.getProperty("DOULA_SECRET_KEY")).isEqualTo(KEY);
  }

  @Test
  void whatIsGivenDirectlyIsNeverAskedFor() {
    StandardEnvironment environment =
        environment(
            Map.of(
                "SPRING_DATASOURCE_URL", "jdbc:postgresql://here/doula", "DOULA_SECRET_KEY", KEY));

    assertThat(environment.getProperty("spring.datasource.url")).contains("//here/");
    assertThat(environment.getProperty("spring.datasource.password")).isNull();
    assertThat(environment.getProperty("DOULA_SECRET_KEY")).isEqualTo(KEY);
    assertThat(Secrets.of(environment).loginSecret()).isEmpty();
    assertThat(Secrets.of(environment).loginFault()).isEmpty();
    assertThat(Secrets.of(environment).keySecret()).isEmpty();
    assertThat(vault.asked()).isEmpty();
  }

  @Test
  void aSettingThatIsThereAndEmptyIsNotGiven() {
    vault.put("psql-rds-credentials", LOGIN);
    StandardEnvironment environment =
        environment(Map.of("SPRING_DATASOURCE_URL", "", "SPRING_DATASOURCE_PASSWORD", " "));
    assertThat(environment.getProperty("spring.datasource.url")).contains("//db.example:");
    assertThat(environment.getProperty("spring.datasource.password")).isEqualTo(CANARY);
  }

  @Test
  void theLocalProfileNeverAsks() {
    StandardEnvironment environment = new StandardEnvironment();
    environment.setActiveProfiles("local");
    new SecretsInEnvironment().postProcessEnvironment(environment, new SpringApplication());
    assertThat(environment.getPropertySources().get(SecretSettings.SOURCE)).isNull();
    assertThat(Secrets.of(environment).loginSecret()).isEmpty();
    Secrets.of(environment).readAgain();
  }

  @Test
  void aSecretWithTheLoginAloneGoesWithAnAddressGivenDirectly() {
    vault.put("rds!db-1", "{\"username\":\"nurse\",\"password\":\"%s\"}".formatted(CANARY));

    StandardEnvironment environment =
        environment(
            Map.of(
                "DOULA_DB_SECRET", "rds!db-1",
                "SPRING_DATASOURCE_URL", "jdbc:postgresql://db.example/doula"));

    assertThat(Secrets.of(environment).loginSecret()).hasValue("rds!db-1 (DOULA_DB_SECRET)");
    assertThat(environment.getProperty("spring.datasource.url"))
        .isEqualTo("jdbc:postgresql://db.example/doula");
    assertThat(environment.getProperty("spring.datasource.username")).isEqualTo("nurse");
    assertThat(environment.getProperty("spring.datasource.password")).isEqualTo(CANARY);
  }

  @Test
  void whatIsGivenDirectlyWinsOverWhatASecretHolds() {
    vault.put("more", "{\"DOULA_MAIL_FROM\":\"secret@x.example\",\"DOULA_MAIL_RATE\":7}");
    vault.put("less", "{\"DOULA_MAIL_RATE\":\"8\",\"SPRING_MAIL_HOST\":\"mail.example\"}");

    StandardEnvironment environment =
        environment(
            Map.of("DOULA_EXTRA_SECRETS", " more, less,", "DOULA_MAIL_FROM", "direct@x.example"));

    assertThat(environment.getProperty("DOULA_MAIL_FROM")).isEqualTo("direct@x.example");
    assertThat(environment.getProperty("DOULA_MAIL_RATE")).as("the first named").isEqualTo("7");
    assertThat(environment.getProperty("spring.mail.host")).isEqualTo("mail.example");
  }

  @Test
  void aFurtherSecretMayHoldLoginAndKeyByTheNamesOfTheSettings() {
    vault.put(
        "all",
        """
        {"SPRING_DATASOURCE_URL":"jdbc:postgresql://x/doula","SPRING_DATASOURCE_PASSWORD":"one",
         "DOULA_SECRET_KEY":"%s"}"""
            .formatted(KEY));
    StandardEnvironment environment = environment(Map.of("DOULA_EXTRA_SECRETS", "all"));

    assertThat(environment.getProperty("spring.datasource.url")).contains("//x/");
    assertThat(environment.getProperty("DOULA_SECRET_KEY")).isEqualTo(KEY);
    assertThat(Secrets.of(environment).loginSecret()).hasValue("all (DOULA_EXTRA_SECRETS)");
    assertThat(vault.asked()).containsExactly("all AWSCURRENT");

    vault.put(
        "all",
        "{\"SPRING_DATASOURCE_URL\":\"jdbc:postgresql://x/doula\",\"SPRING_DATASOURCE_PASSWORD\":\"two\"}");
    assertThat(Secrets.of(environment).readLoginAgain(Duration.ofSeconds(3))).isEmpty();
    assertThat(environment.getProperty("spring.datasource.password")).isEqualTo("two");
  }

  @Test
  void fieldsThatAreNoSettingsArePassedOverAndCounted() {
    vault.put(
        "mail",
        "{\"SPRING_MAIL_PASSWORD\":\"%1$s\",\"%1$s\":\"x\",\"AWS_REGION\":\"mars\",\"DOULA_EXTRA_SECRETS\":\"mail\",\"more\":{\"a\":[]}}"
            .formatted(CANARY));
    StandardEnvironment environment = environment(Map.of("DOULA_EXTRA_SECRETS", "mail"));
    assertThat(Secrets.of(environment).extrasInWords())
        .containsExactly(
            "mail (DOULA_EXTRA_SECRETS) gives SPRING_MAIL_PASSWORD; 4 of its fields are no settings of"
                + " Doula");
    assertThat(environment.getProperty("AWS_REGION")).isEqualTo("eu-west-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "it's \"quoted\" \\ and %41+@:/?#&= spaced ",
        "ключ пароль 密码 🔑",
        "${user.home} #{1+1} $DOULA \\${x}",
      })
  void anyCharactersMayStandInLoginAndNameOfTheDatabase(String odd) {
    String json =
        new tools.jackson.databind.json.JsonMapper()
            .writeValueAsString(
                Map.of("host", "::1", "port", 1, "dbname", odd, "username", odd, "password", odd));
    vault.put("psql-rds-credentials", json);
    StandardEnvironment environment = environment(Map.of());

    assertThat(Verbatim.text(environment, "SPRING_DATASOURCE_USERNAME")).isEqualTo(odd);
    assertThat(Verbatim.text(environment, "SPRING_DATASOURCE_PASSWORD")).isEqualTo(odd);
    String url = String.valueOf(Verbatim.text(environment, "SPRING_DATASOURCE_URL"));
    assertThat(url).startsWith("jdbc:postgresql://[::1]:1/");
    assertThat(org.postgresql.Driver.parseURL(url, null).getProperty("PGDBNAME")).isEqualTo(odd);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Kanarienvogel-4711 | is not JSON",
        "{\"password\":\"Kanarienvogel-4711\" | is not JSON",
        "{} {\"password\":\"Kanarienvogel-4711\"} | is not JSON",
        "[\"Kanarienvogel-4711\"] | is no JSON object",
        "{} | lacks host, port, dbname, username, password",
        "{\"username\":\"u\",\"password\":\"Kanarienvogel-4711\"} | lacks host, port, dbname: the login without the database's address, which then stands in SPRING_DATASOURCE_URL",
        "{\"host\":\"h\",\"port\":1,\"dbname\":\"d\",\"username\":\"u\",\"password\":\"\"} | lacks password",
        "{\"host\":\"h\",\"port\":1,\"dbname\":\"d\",\"username\":null,\"password\":\"Kanarienvogel-4711\"} | lacks username",
        "{\"host\":\"h\",\"port\":1,\"dbname\":\"d\",\"username\":\"u\",\"password\":[\"Kanarienvogel-4711\"]} | has a password that is no text",
        "{\"host\":\"h\",\"port\":\"Kanarienvogel-4711\",\"dbname\":\"d\",\"username\":\"u\",\"password\":\"p\"} | has a port that is no number from 1 to 65535",
        "{\"host\":\"h\",\"port\":65536,\"dbname\":\"d\",\"username\":\"u\",\"password\":\"p\"} | has a port that is no number from 1 to 65535",
        "{\"host\":\"Kanarienvogel-4711/x?\",\"port\":1,\"dbname\":\"d\",\"username\":\"u\",\"password\":\"p\"} | has a host that is no host name",
      })
  void aMalformedLoginIsNamedWithWhatIsWrongAndNeverShown(String secret, String wrong) {
    vault.put("psql-rds-credentials", secret);
    assertThat(Secrets.of(environment(Map.of())).loginFault().orElseThrow())
        .startsWith("The secret psql-rds-credentials (DOULA_DB_SECRET) " + wrong)
        .doesNotContain("Kanarienvogel", "4711");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"key\":\"Kanarienvogel-4711\"} | lacks secretKey",
        "{\"secretKey\":\"Kanarienvogel-4711\"} | has a secretKey of less than 32 characters",
      })
  void aMalformedKeyIsNamedWithWhatIsWrongAndNeverShown(String secret, String wrong) {
    vault.put("doula-app-secret", secret);
    StandardEnvironment environment = environment(Map.of());
    assertThatThrownBy(() -> new SecretKey(environment))
        .isInstanceOf(CannotStart.class)
        .hasMessageStartingWith("The secret doula-app-secret (DOULA_APP_SECRET) " + wrong)
        .hasMessageNotContaining("Kanarienvogel")
        .hasNoCause();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | ResourceNotFoundException | does not exist in eu-west-1",
        "400 | AccessDeniedException | may not be read by this program's role",
        "400 | DecryptionFailure | can't be decrypted",
        "400 | InvalidRequestException | is marked for deletion",
        "400 | UnrecognizedClientException | does not accept this program's credentials",
        "400 | ExpiredTokenException | does not accept this program's credentials",
        "400 | SomethingNewException | AWS refuses with SomethingNewException",
      })
  void whatAwsRefusesIsSaidInWordsAtOnce(int status, String type, String words) {
    vault.put("psql-rds-credentials", LOGIN);
    vault.fail(new TinyVault.Fault(status, type));
    assertThat(Secrets.of(environment(Map.of())).loginFault().orElseThrow())
        .startsWith("The secret psql-rds-credentials (DOULA_DB_SECRET) ")
        .contains(words)
        .doesNotContain("Kanarienvogel", "nurse", "\n");
    assertThat(vault.asked()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"500,InternalServiceError", "400,ThrottlingException", "503,x", "0,x"})
  void whatPassesIsWaitedFor(int status, String type) {
    vault.put("psql-rds-credentials", LOGIN);
    vault.fail(2, new TinyVault.Fault(status, type));
    assertThat(environment(Map.of()).getProperty("spring.datasource.password")).isEqualTo(CANARY);
    assertThat(vault.asked()).hasSize(3);
  }

  @Test
  void patienceEnds() {
    vault.fail(new TinyVault.Fault(400, "ThrottlingException"));
    SecretName secret = new SecretName("x", "DOULA_DB_SECRET");
    long start = System.nanoTime();
    try (Vault opened = Vault.open(environment(Map.of()), secret, Duration.ofSeconds(1))) {
      assertThatThrownBy(() -> opened.current(secret))
          .isInstanceOf(SecretFault.class)
          .hasMessage(
              "The secret x (DOULA_DB_SECRET) could not be read within 1 s: AWS says that it is asked"
                  + " too often.");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void withoutAwsAndWithoutAnythingGivenBothWaysAreNamed() {
    StandardEnvironment environment =
        environment(Map.of("AWS_REGION", "not a region", "AWS_ENDPOINT_URL", ":"));
    assertThat(Secrets.of(environment).loginFault().orElseThrow())
        .startsWith("SPRING_DATASOURCE_URL is missing. Set it to")
        .contains("Or keep the login in Secrets Manager", "psql-rds-credentials (DOULA_DB_SECRET)");
    assertThatThrownBy(() -> new SecretKey(environment))
        .isInstanceOf(CannotStart.class)
        .hasMessageStartingWith("DOULA_SECRET_KEY is missing. Set it to")
        .hasMessageContaining("doula-app-secret (DOULA_APP_SECRET)");
  }

  @Test
  void aFurtherSecretThatIsMissingStopsTheStart() {
    assertThatThrownBy(() -> environment(Map.of("DOULA_EXTRA_SECRETS", "gone")))
        .isInstanceOf(CannotStart.class)
        .hasMessage(
            "The secret gone (DOULA_EXTRA_SECRETS) does not exist in eu-west-1, or holds nothing.");
    StandardEnvironment told =
        environment(Map.of("DOULA_EXTRA_SECRETS", "gone", Secrets.FAULTS_ARE_TOLD, "true"));
    assertThat(Secrets.of(told).extraFault().orElseThrow()).contains("gone");
  }

  @Test
  void aRefusedLoginIsReadAgainAndARotationUnderWayIsSeen() {
    vault.put("psql-rds-credentials", LOGIN);
    StandardEnvironment environment = environment(Map.of());
    Secrets secrets = Secrets.of(environment);
    assertThat(password(environment)).isEqualTo(CANARY);

    vault.put("psql-rds-credentials", "AWSPENDING", LOGIN.replace(CANARY, "pending"));
    assertThat(secrets.readLoginAgain(Duration.ofSeconds(3))).isEmpty();
    assertThat(password(environment)).isEqualTo("pending");

    vault.remove("psql-rds-credentials", "AWSPENDING");
    assertThat(secrets.readLoginAgain(Duration.ofSeconds(3))).isEmpty();
    assertThat(password(environment)).as("the rotation was given up").isEqualTo(CANARY);

    vault.fail(new TinyVault.Fault(400, "AccessDeniedException"));
    assertThat(secrets.readLoginAgain(Duration.ofSeconds(3)).orElseThrow())
        .contains("may not be read");
    assertThat(password(environment)).isEqualTo(CANARY);
  }

  @Test
  void afterARestoreAllThatWasReadIsReadAgain() {
    vault.put("psql-rds-credentials", LOGIN);
    vault.put("doula-app-secret", "{\"secretKey\":\"%s\"}".formatted(KEY));
    vault.put("mail", "{\"SPRING_MAIL_PASSWORD\":\"one\"}");
    StandardEnvironment environment = environment(Map.of("DOULA_EXTRA_SECRETS", "mail"));
    SecretKey key = new SecretKey(environment);
    Secrets secrets = Secrets.of(environment);
    secrets.tell(event -> key.readAgain(new io.doula.core.SettingsReadAgain()));
    assertThat(password(environment)).isEqualTo(CANARY);
    SecretsAfterRestore restore = new SecretsAfterRestore(secrets);
    restore.start();
    assertThat(vault.asked()).as("a start is no restore").hasSize(3);

    vault.put("psql-rds-credentials", LOGIN.replace(CANARY, "two"));
    vault.put("doula-app-secret", "{\"secretKey\":\"%s\"}".formatted("2" + KEY));
    vault.put("mail", "{\"SPRING_MAIL_PASSWORD\":\"two\"}");
    restore.stop();
    restore.start();

    assertThat(password(environment)).isEqualTo("two");
    assertThat(environment.getProperty("spring.mail.password")).isEqualTo("two");
    assertThat(new String(key.bytes(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("2" + KEY);

    vault.fail(new TinyVault.Fault(400, "AccessDeniedException"));
    secrets.readAgain();
    assertThat(password(environment)).as("what can't be read stays").isEqualTo("two");
  }

  @Test
  void nothingThatIsPrintedHoldsASecret() {
    vault.put("psql-rds-credentials", LOGIN);
    vault.put("mail", "{\"SPRING_MAIL_PASSWORD\":\"%s\"}".formatted(CANARY));
    StandardEnvironment environment = environment(Map.of("DOULA_EXTRA_SECRETS", "mail"));
    password(environment);
    Object source = environment.getPropertySources().get(SecretSettings.SOURCE);
    assertThat(source + " " + environment + Secrets.of(environment)).doesNotContain(CANARY);
  }

  private static String password(StandardEnvironment environment) {
    return environment.getProperty("spring.datasource.password");
  }

  private StandardEnvironment environment(Map<String, String> given) {
    StandardEnvironment environment = new StandardEnvironment();
    Map<String, Object> variables = new HashMap<>(vault.settings());
    variables.putAll(given);
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    environment
        .getPropertySources()
        .addLast(new MapPropertySource("application.properties", Map.of("x", "y")));
    ConfigurationPropertySources.attach(environment);
    new SecretsInEnvironment().postProcessEnvironment(environment, new SpringApplication());
    return environment;
  }
}
