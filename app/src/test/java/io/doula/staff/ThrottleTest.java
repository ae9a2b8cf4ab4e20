package io.doula.staff;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.Doula;
import io.doula.core.Role;
import io.doula.core.Times;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.EmbeddedDatabase;
import io.doula.testing.Staff;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tries are counted for all doors together, and shut out nobody who has done nothing. */
@DoulaTest
class ThrottleTest {
  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired SignIns signIns;
  @Autowired SignInClock clock;
  @Autowired JdbcClient jdbc;

  private static Answer signIn(Api door, String username, String password) {
    return door.post(
        "/api/token", "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password));
  }

  /** One password tried with many names, from where the tests are. */
  private void spray(int names) {
    jdbc.sql(
            """
            insert into sign_in_failure (name_hash, address, at)
            select sha256(convert_to('name' || n, 'UTF8')), '127.0.0.1', :now
            from generate_series(1, :names) n
            """)
        .param("now", Times.utc(clock.now()))
        .param("names", names)
        .update();
  }

  @Test
  void whoTriesManyNamesFromOneAddressHasToWait() {
    Account nurse = staff.account(Role.NURSE);
    spray(99);
    assertThat(signIn(api, "name100", "Password1234").status()).isEqualTo(401);

    Answer refused = signIn(api, nurse.username(), Staff.PASSWORD);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 901);
    assertThat(signIn(api, "name101", "Password1234").status()).isEqualTo(429);
    jdbc.sql("update sign_in_failure set at = at - interval '15 minutes'").update();
    assertThat(signIn(api, nurse.username(), Staff.PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void whoSignedInHereOfLateIsNotShutOutByOthers() {
    Account nurse = staff.account(Role.NURSE);
    Account stranger = staff.account(Role.NURSE);
    assertThat(signIn(api, nurse.username(), Staff.PASSWORD).status()).isEqualTo(200);
    spray(150);

    assertThat(signIn(api, nurse.username(), Staff.PASSWORD).status()).isEqualTo(200);
    assertThat(signIn(api, stranger.username(), Staff.PASSWORD).status()).isEqualTo(429);
    for (int i = 0; i < 10; i++) {
      assertThat(signIn(api, nurse.username(), "not her password").status()).isEqualTo(401);
    }
    assertThat(signIn(api, nurse.username(), Staff.PASSWORD).status()).isEqualTo(429);
  }

  @Test
  void anIpv6NeighbourIsTheSameSubscriber() {
    Account nurse = staff.account(Role.NURSE);
    for (int i = 0; i < 10; i++) {
      wrong(nurse, "2001:db8:1:2::" + i);
    }

    assertThat(wrong(nurse, "2001:db8:1:2:ffff::1")).isInstanceOf(TooManySignIns.class);
    assertThat(wrong(nurse, "2001:db8:1:3::1")).isInstanceOf(WrongSignIn.class);
  }

  private RuntimeException wrong(Account nurse, String address) {
    try {
      signIns.signIn(nurse.username(), "not her password", null, address, clock.now());
      throw new AssertionError("a wrong password opened the account");
    } catch (WrongSignIn | TooManySignIns refused) {
      return refused;
    }
  }

  @Test
  void noAddressIsKeptWhereSomebodySignedIn() {
    Account nurse = staff.account(Role.NURSE);
    signIn(api, nurse.username(), Staff.PASSWORD);

    assertThat(jdbc.sql("select place from sign_in_place").query(byte[].class).single())
        .hasSize(32);
  }

  @Test
  void bothDoorsShareTheCount() {
    Account nurse = staff.account(Role.NURSE);
    try (ConfigurableApplicationContext other =
        new SpringApplicationBuilder(Doula.class)
            .initializers(new EmbeddedDatabase())
            .run(
                "--server.port=0",
                "--DOULA_ROLES=web",
                "--DOULA_SECRET_KEY=a key for tests only, thirty-two characters or more")) {
      Api otherDoor = new Api(other.getEnvironment());
      assertThat(otherDoor.base()).isNotEqualTo(api.base());
      for (int i = 0; i < 10; i++) {
        Api door = i % 2 == 0 ? api : otherDoor;
        assertThat(signIn(door, nurse.username(), "not her password").status()).isEqualTo(401);
      }

      assertThat(signIn(api, nurse.username(), Staff.PASSWORD).status()).isEqualTo(429);
      assertThat(signIn(otherDoor, nurse.username(), Staff.PASSWORD).status()).isEqualTo(429);

      spray(100);
      assertThat(signIn(api, "name200", "Password1234").status()).isEqualTo(429);
      assertThat(signIn(otherDoor, "name200", "Password1234").status()).isEqualTo(429);
    }
  }

  @Test
  void anUnknownNameIsThrottledLikeAKnownOne() {
    for (int i = 0; i < 10; i++) {
      assertThat(signIn(api, "nobody", "not her password").status()).isEqualTo(401);
    }
    assertThat(signIn(api, "nobody", "not her password").status()).isEqualTo(429);
  }
}
