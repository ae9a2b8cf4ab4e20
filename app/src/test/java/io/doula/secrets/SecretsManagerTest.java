package io.doula.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.doula.Doula;
import io.doula.testing.AwsEndpoint;
import io.doula.testing.GuardedLogin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** The whole program with Secrets Manager, whatever answers as it does here. */
@ExtendWith(OutputCaptureExtension.class)
class SecretsManagerTest {
  private static final String CANARY = "Kanarienvogel-";
  private static final String KEY = "Kanarienvogel: a key of more than thirty-two characters";

  private final HttpClient http = HttpClient.newHttpClient();
  private HikariDataSource pool;
  private final AtomicInteger answered = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();

  @Test
  void theProgramStartsFromItsSecretsAndAnswersThroughRotations(CapturedOutput output)
      throws Exception {
    AwsEndpoint endpoint = AwsEndpoint.orSkip();
    GuardedLogin login = GuardedLogin.made("managed", "managed", CANARY + 1);
    try (SecretsManagerClient aws = endpoint.client(SecretsManagerClient.builder())) {
      String suffix = "-" + System.nanoTime();
      aws.createSecret(it -> it.name("login" + suffix).secretString(login.secret()));
      aws.createSecret(
          it -> it.name("key" + suffix).secretString("{\"secretKey\":\"%s\"}".formatted(KEY)));
      aws.createSecret(
          it ->
              it.name("more" + suffix)
                  .secretString("{\"DOULA_ADMIN_PASSWORD\":\"%s\"}".formatted(CANARY)));
      Map<String, Object> settings = new HashMap<>(endpoint.settings());
      settings.put("DOULA_DB_SECRET", "login" + suffix);
      settings.put("DOULA_APP_SECRET", "key" + suffix);
      settings.put("DOULA_EXTRA_SECRETS", "more" + suffix);
      try (ConfigurableApplicationContext program = started(settings)) {
        assertThat(program.getEnvironment().getProperty("DOULA_ADMIN_PASSWORD")).isEqualTo(CANARY);
        assertThat(program.getBean(SecretKey.class).bytes())
            .isEqualTo(KEY.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        underLoad(
            program,
            () -> {
              GuardedLogin second = login.altered(CANARY + 2);
              aws.putSecretValue(it -> it.secretId("login" + suffix).secretString(second.secret()));
              someMore();
              rotateByStages(aws, "login" + suffix, second);
            });
      } finally {
        for (String name : List.of("login", "key", "more")) {
          aws.deleteSecret(it -> it.secretId(name + suffix).forceDeleteWithoutRecovery(true));
        }
      }
    }
    assertThat(failures).isEmpty();
    assertThat(output.getAll()).contains("its secret was read again").doesNotContain(CANARY, KEY);
  }

  /** The steps of RDS's own rotation: pending, changed in PostgreSQL, current. */
  private void rotateByStages(SecretsManagerClient aws, String name, GuardedLogin login)
      throws Exception {
    GuardedLogin third =
        new GuardedLogin(login.address(), login.database(), login.user(), CANARY + 3);
    String version =
        aws.putSecretValue(
                it -> it.secretId(name).secretString(third.secret()).versionStages("AWSPENDING"))
            .versionId();
    login.altered(third.password());
    someMore();
    String old = aws.getSecretValue(it -> it.secretId(name)).versionId();
    aws.updateSecretVersionStage(
        it ->
            it.secretId(name)
                .versionStage("AWSCURRENT")
                .moveToVersionId(version)
                .removeFromVersionId(old));
    someMore();
  }

  private static ConfigurableApplicationContext started(Map<String, Object> settings) {
    SpringApplication program = new SpringApplication(Doula.class);
    program.setDefaultProperties(settings);
    return program.run(
        "--DOULA_ROLES=web",
        "--server.port=0",
        "--doula.migrate-at-start=true",
        "--spring.datasource.hikari.maximum-pool-size=4");
  }

  private interface Rotation {
    void run() throws Exception;
  }

  private void underLoad(ConfigurableApplicationContext program, Rotation rotation)
      throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    pool = program.getBean(DataSource.class).unwrap(HikariDataSource.class);
    URI health =
        URI.create(
            "http://127.0.0.1:%s/health"
                .formatted(program.getEnvironment().getProperty("local.server.port")));
    ask(health);
    ExecutorService threads = Executors.newCachedThreadPool();
    for (int i = 0; i < 4; i++) {
      threads.execute(
          () -> {
            while (!over.get()) {
              ask(health);
            }
          });
    }
    Future<?> evictions =
        threads.submit(
            () -> {
              while (!over.get()) {
                pool.getHikariPoolMXBean().softEvictConnections();
                pause();
              }
            });
    try {
      someMore();
      rotation.run();
    } finally {
      over.set(true);
      evictions.get();
      threads.shutdown();
      assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void ask(URI health) {
    try {
      int status =
          http.send(
                  HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(30)).build(),
                  BodyHandlers.ofString())
              .statusCode();
      answered.incrementAndGet();
      if (status != 200) {
        failures.add("status " + status);
      }
    } catch (Exception e) {
      failures.add(e.toString());
    }
  }

  private void someMore() throws InterruptedException {
    pool.getHikariPoolMXBean().softEvictConnections();
    int enough = answered.get() + 16;
    for (int waited = 0; answered.get() < enough; waited++) {
      assertThat(waited).as("requests are answered").isLessThan(6000);
      Thread.sleep(10);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
