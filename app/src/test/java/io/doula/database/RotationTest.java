package io.doula.database;

import static io.doula.database.RotatingProgram.CANARY;
import static io.doula.database.RotatingProgram.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Sight;
import io.doula.testing.GuardedLogin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RotationTest {
  private RotatingProgram program;

  @BeforeEach
  void aLoginInASecret() throws Exception {
    program = new RotatingProgram();
  }

  @AfterEach
  void close() {
    program.close();
  }

  @Test
  void aPasswordChangedInPostgresFirstFailsNoTransaction(CapturedOutput output) throws Exception {
    program.start();
    assertThat(
            program.failuresWhile(
                () -> {
                  for (int n = 2; n <= 4; n++) {
                    program.login = program.login.altered(CANARY + n);
                    Thread.sleep(300);
                    program.vault.put(SECRET, program.login.secret());
                    program.someMore();
                  }
                }))
        .isEmpty();
    assertThat(output.getAll()).contains("its secret was read again").doesNotContain(CANARY);
  }

  @Test
  void aPasswordChangedInTheSecretFirstFailsNoTransaction() throws Exception {
    program.start();
    assertThat(
            program.failuresWhile(
                () -> {
                  for (int n = 2; n <= 4; n++) {
                    program.vault.put(SECRET, with(CANARY + n).secret());
                    Thread.sleep(300);
                    program.login = program.login.altered(CANARY + n);
                    program.someMore();
                  }
                }))
        .isEmpty();
  }

  /** Between the steps of RDS's own rotation lie seconds. */
  @Test
  void whileTheNewPasswordIsOnlyPendingItIsUsed() throws Exception {
    program.start();
    assertThat(
            program.failuresWhile(
                () -> {
                  GuardedLogin next = with(CANARY + 2);
                  program.vault.put(SECRET, "AWSPENDING", next.secret());
                  program.login.altered(next.password());
                  Thread.sleep(6000);
                  program.vault.put(SECRET, next.secret());
                  program.vault.remove(SECRET, "AWSPENDING");
                }))
        .isEmpty();
  }

  @Test
  void theRotationWithTwoUsersFailsNoTransaction() throws Exception {
    program.start();
    GuardedLogin twin = program.login.twin("twin" + program.number, CANARY + 2);
    assertThat(
            program.failuresWhile(
                () -> {
                  program.vault.put(SECRET, twin.secret());
                  Thread.sleep(300);
                  program.login.asSuperuser(
                      "alter role \"%s\" nologin".formatted(program.login.user()));
                }))
        .isEmpty();
    assertThat(program.jdbc().sql("select current_user").query(String.class).single())
        .isEqualTo(twin.user());
  }

  @Test
  void manyRefusedAtOnceReadTheSecretOnce() throws Exception {
    program.start("--spring.datasource.hikari.maximum-pool-size=8");
    program.jdbc().sql("select 1").query().singleRow();
    int before = program.vault.asked().size();
    program.login = program.login.altered(CANARY + 2);
    program.vault.put(SECRET, program.login.secret());
    program.evict();

    List<Callable<Object>> eight = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      eight.add(() -> program.jdbc().sql("select pg_sleep(0.2)").query().singleRow());
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(8, work -> new Thread(Sight.NONE.over(work)));
    for (Future<Object> done : threads.invokeAll(eight)) {
      done.get();
    }
    threads.shutdown();
    assertThat(program.vault.asked()).hasSize(before + 1);
  }

  /** As Spring does when a snapshot is taken, and when the program goes on from it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void afterARestoreNoConnectionOfBeforeIsUsedAndTheLoginIsTheOneOfNow(boolean lazy)
      throws Exception {
    program.start(
        "--spring.main.lazy-initialization=" + lazy,
        "--spring.datasource.hikari.maximum-pool-size=1",
        "--spring.datasource.hikari.minimum-idle=0");
    assertThat(program.program().getBeanFactory().containsSingleton(DatabaseSetup.POOL))
        .as("nothing is made to be closed")
        .isNotEqualTo(lazy);
    int before = program.jdbc().sql("select pg_backend_pid()").query(Integer.class).single();

    program.program().stop();
    Thread.sleep(500);
    assertThat(program.pool().getHikariPoolMXBean().getTotalConnections())
        .as("none is in the snapshot")
        .isZero();
    int late = program.jdbc().sql("select pg_backend_pid()").query(Integer.class).single();
    program.login = program.login.altered(CANARY + 2);
    program.vault.put(SECRET, program.login.secret());
    int asked = program.vault.asked().size();
    program.program().start();

    assertThat(program.jdbc().sql("select pg_backend_pid()").query(Integer.class).single())
        .isNotIn(before, late);
    assertThat(program.vault.asked())
        .as("read by the restore, not by a refusal")
        .hasSize(asked + 1);
  }

  private GuardedLogin with(String password) {
    GuardedLogin now = program.login;
    return new GuardedLogin(now.address(), now.database(), now.user(), password);
  }
}
