package io.doula.database;

import static io.doula.database.RotatingProgram.CANARY;
import static io.doula.database.RotatingProgram.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.testing.GuardedLogin;
import io.doula.testing.TinyVault;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class LoginTest {
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
  void aLoginThatStaysRefusedIsNamedByItsSecretBeforeThePoolGivesUp(CapturedOutput output) {
    program.login.altered("another");
    program.start();
    long start = System.nanoTime();
    assertThatThrownBy(() -> program.pool().getConnection())
        .isInstanceOf(LoginRefused.class)
        .hasMessage(
            "The database refuses the login of the secret psql-rds-credentials (DOULA_DB_SECRET) with"
                + " 28P01, a wrong password.");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    assertThat(program.vault.asked()).as("once a second, two stages").hasSizeBetween(3, 7);
    assertThat(output.getAll()).doesNotContain(CANARY, program.login.user());
  }

  @Test
  void whenTheSecretCantBeReadAgainTheReasonIsSaid() {
    program.start();
    program.jdbc().sql("select 1").query().singleRow();
    program.login.altered("another");
    program.vault.fail(new TinyVault.Fault(400, "AccessDeniedException"));
    assertThatThrownBy(() -> program.source().getConnection())
        .isInstanceOf(LoginRefused.class)
        .hasMessageContaining(
            "(DOULA_DB_SECRET) with 28P01, a wrong password. Reading it again fails. The secret psql-rds-credentials")
        .hasMessageContaining("may not be read by this program's role");
  }

  @Test
  void aLoginGivenDirectlyIsRefusedAtOnceAndAsksNobody() {
    program.start(
        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/%s"
            .formatted(program.login.address().getPort(), program.login.database()),
        "--spring.datasource.username=" + program.login.user(),
        "--spring.datasource.password=wrong");
    assertThatThrownBy(() -> program.source().getConnection())
        .isInstanceOf(SQLException.class)
        .isNotInstanceOf(LoginRefused.class)
        .hasMessageContaining("password authentication failed");
    assertThat(program.vault.asked()).isEmpty();
  }

  @Test
  void theSettingsOfThePoolReachItAndTheDriver() throws Exception {
    program.start(
        "--spring.datasource.hikari.maximum-pool-size=3",
        "--spring.datasource.hikari.data-source-properties.ApplicationName=weighing room");
    assertThat(program.pool().getMaximumPoolSize()).isEqualTo(3);
    assertThat(program.jdbc().sql("show application_name").query(String.class).single())
        .isEqualTo("weighing room");
  }

  @ParameterizedTest
  @ValueSource(strings = {"it's a \"pass\" ${x} #{1} %41 @:/?&=\\ ", "ключ 密码 🔑"})
  void anyCharactersOpenTheDatabase(String odd) {
    String name = "a'b \"c\" %20@/?& ключ" + program.number;
    GuardedLogin other = GuardedLogin.made("odd" + program.number, name, odd);
    other.asSuperuser("create database \"%s\"".formatted(name.replace("\"", "\"\"")));
    program.vault.put(SECRET, new GuardedLogin(other.address(), name, name, odd).secret());
    program.start();
    assertThat(
            program
                .jdbc()
                .sql("select current_user || '|' || current_database()")
                .query(String.class)
                .single())
        .isEqualTo(name + "|" + name);
  }
}
