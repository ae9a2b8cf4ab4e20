package io.doula.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.core.Invalid;
import io.doula.core.Role;
import io.doula.testing.DoulaTest;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.transaction.support.TransactionTemplate;

@DoulaTest
class FirstAdminTest {
  @Autowired Accounts accounts;
  @Autowired Passwords passwords;
  @Autowired SignIns signIns;
  @Autowired SignInClock clock;
  @Autowired JdbcClient jdbc;
  @Autowired Staff staff;
  @Autowired TransactionTemplate transaction;

  private Optional<String> make(String given, String... profiles) {
    AtomicReference<String> madeUp = new AtomicReference<>();
    make(given, madeUp::set, profiles);
    return Optional.ofNullable(madeUp.get());
  }

  private void make(String given, Consumer<String> keep, String... profiles) {
    MockEnvironment environment = new MockEnvironment();
    environment.setActiveProfiles(profiles);
    FirstAdmin first = new FirstAdmin(accounts, passwords, jdbc, given, environment);
    transaction.executeWithoutResult(status -> first.make(MovedClock.START, keep));
  }

  private Account signIn(String password) {
    return signIns.signIn("admin", password, null, "192.0.2.1", clock.now());
  }

  @Test
  void aGivenPasswordNeedNotBeChanged() {
    assertThat(make("a password from outside")).isEmpty();

    assertThat(signIn("a password from outside").mustChangePassword()).isFalse();
  }

  @Test
  void aMadeUpPasswordMustBeChanged() {
    String madeUp = make("").orElseThrow();

    assertThat(madeUp).matches("([a-z2-9]{5}-){3}[a-z2-9]{5}");
    assertThat(signIn(madeUp).mustChangePassword()).isTrue();
  }

  @Test
  void aPasswordThatCantBeKeptMakesNoAccount() {
    assertThatThrownBy(
            () ->
                make(
                    "",
                    madeUp -> {
                      throw new IllegalStateException("nowhere to put it");
                    }))
        .hasMessage("nowhere to put it");

    assertThat(accounts.named("admin")).isEmpty();
  }

  @Test
  void theLocalPasswordIsGoodInTheLocalProfileAlone() {
    assertThatThrownBy(() -> make("doula-local")).isInstanceOf(Invalid.class);
    assertThat(accounts.named("admin")).isEmpty();

    make("doula-local", "local");

    assertThat(signIn("doula-local").role()).isEqualTo(Role.ADMIN);
  }

  @Test
  void whereThereIsAnAdminNobodyIsMade() {
    staff.account(Role.ADMIN);

    assertThat(make("")).isEmpty();
    assertThat(accounts.named("admin")).isEmpty();
  }
}
