package io.doula.staff;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.PlainHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.doula.core.Role;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.Staff;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@DoulaTest
class TokenTest {
  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired Accounts accounts;
  @Autowired Tokens tokens;
  @Autowired SignInClock clock;
  @Autowired JdbcClient jdbc;

  private Answer signIn(String username, String password) {
    return api.post(
        "/api/token/", "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password));
  }

  @Test
  void aNameAndItsPasswordGiveATokenForTwelveHours() {
    Account nurse = staff.account(Role.NURSE);

    Answer answer = signIn(nurse.username().toUpperCase(java.util.Locale.ROOT), Staff.PASSWORD);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(Instant.parse(answer.json().path("expiresAt").asString()))
        .isBetween(
            clock.now().plus(Duration.ofMinutes(719)), clock.now().plus(Duration.ofHours(12)));
    String token = answer.json().path("token").asString();
    assertThat(api.as(token).get("/api/users/me").json().path("username").asString())
        .isEqualTo(nurse.username());
  }

  @Test
  void aWrongNameAndAWrongPasswordCantBeToldApart() {
    Account nurse = staff.account(Role.NURSE);

    Answer wrongPassword = signIn(nurse.username(), "not her password");
    Answer wrongName = signIn("nobody", "not her password");

    assertThat(wrongPassword.status()).isEqualTo(401);
    assertThat(wrongPassword.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(wrongPassword.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(wrongName.text()).isEqualTo(wrongPassword.text());
  }

  @Test
  void aWrongNameTakesAsLongAsAWrongPassword() {
    Account nurse = staff.account(Role.NURSE);
    signIn("warm", "up up up up up");

    long known = nanos(() -> signIn(nurse.username(), "not her password"));
    long unknown = nanos(() -> signIn("nobody", "not her password"));

    // a hash takes tens of milliseconds, all else a few: half of it can't be without one
    assertThat(unknown).isGreaterThan(known / 2);
  }

  private static long nanos(Runnable what) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      what.run();
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }

  @Test
  void theEleventhTryHasToWaitAndTheRightPasswordToo() {
    Account nurse = staff.account(Role.NURSE);
    for (int i = 0; i < 10; i++) {
      assertThat(signIn(nurse.username(), "not her password").status()).isEqualTo(401);
    }

    Answer refused = signIn(nurse.username(), Staff.PASSWORD);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 901);
    assertThat(refused.json().path("status").asInt()).isEqualTo(429);
  }

  @Test
  void whoGuessesFromOneAddressShutsOutNobodyElse() {
    Account nurse = staff.account(Role.NURSE);
    for (int i = 0; i < 12; i++) {
      signIn(nurse.username(), "not her password");
    }

    jdbc.sql("update sign_in_failure set address = '192.0.2.7'").update();

    assertThat(signIn(nurse.username(), Staff.PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void triesFromManyAddressesAreCountedTogether() {
    Account nurse = staff.account(Role.NURSE);
    signIn(nurse.username(), "not her password");
    jdbc.sql(
            """
            insert into sign_in_failure (name_hash, address, at)
            select name_hash, '192.0.2.' || n, at from sign_in_failure, generate_series(1, 49) n
            """)
        .update();

    assertThat(signIn(nurse.username(), Staff.PASSWORD).status()).isEqualTo(429);
  }

  @Test
  void aQuarterOfAnHourLaterTheTriesAreForgiven() {
    Account nurse = staff.account(Role.NURSE);
    for (int i = 0; i < 10; i++) {
      signIn(nurse.username(), "not her password");
    }
    assertThat(signIn(nurse.username(), Staff.PASSWORD).status()).isEqualTo(429);

    jdbc.sql("update sign_in_failure set at = at - interval '15 minutes'").update();

    assertThat(signIn(nurse.username(), Staff.PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void aVolleyAtOnceGetsNoMoreTries() {
    Account nurse = staff.account(Role.NURSE);

    long looked =
        java.util.stream.IntStream.range(0, 24)
            .parallel()
            .filter(i -> signIn(nurse.username(), "not her password").status() == 401)
            .count();

    assertThat(looked).isEqualTo(10);
  }

  @Test
  void withoutATokenTheApiSaysHowToGetOne() {
    Answer answer = api.get("/api/users/me");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().path("title").asString()).isEqualTo("Unauthorized");
    assertThat(answer.json().path("detail").asString()).contains("/api/token");
  }

  @Test
  void aTokenEndsAfterTwelveHours() {
    Account nurse = staff.account(Role.NURSE);
    Instant then = clock.now().minus(Tokens.LIFETIME);

    assertThat(me(tokens.issue(nurse, then.plusSeconds(60)).token())).isEqualTo(200);
    assertThat(me(tokens.issue(nurse, then).token())).isEqualTo(401);
  }

  private int me(String token) {
    return api.as(token).get("/api/users/me").status();
  }

  @Test
  void aTokenThatSomebodyElseMadeIsWorthNothing() throws Exception {
    Account admin = staff.account(Role.ADMIN);
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .audience("doula sign-in")
            .subject(Long.toString(admin.id()))
            .claim("epoch", 1)
            .expirationTime(Date.from(clock.now().plusSeconds(600)))
            .build();
    byte[] right = "a key for tests only, thirty-two characters or more".getBytes();
    byte[] wrong = "a wrong key, also of thirty-two characters".getBytes();

    assertThat(me(signed(claims, JWSAlgorithm.HS256, right))).isEqualTo(200);
    assertThat(me(signed(claims, JWSAlgorithm.HS256, wrong))).isEqualTo(401);
    assertThat(me(new PlainJWT(new PlainHeader(), claims).serialize())).isEqualTo(401);
    JWTClaimsSet forAnotherUse = new JWTClaimsSet.Builder(claims).audience("unsubscribe").build();
    assertThat(me(signed(forAnotherUse, JWSAlgorithm.HS256, right))).isEqualTo(401);
    assertThat(me(signed(new JWTClaimsSet.Builder().build(), JWSAlgorithm.HS256, right)))
        .isEqualTo(401);
    assertThat(me("nonsense")).isEqualTo(401);
    assertThat(me("a.b.c")).isEqualTo(401);
  }

  private static String signed(JWTClaimsSet claims, JWSAlgorithm algorithm, byte[] key)
      throws Exception {
    SignedJWT token = new SignedJWT(new JWSHeader(algorithm), claims);
    token.sign(new MACSigner(key));
    return token.serialize();
  }

  @Test
  void disablingEndsAccessAtOnce() {
    Account nurse = staff.account(Role.NURSE);
    String token = staff.tokenOf(nurse);
    assertThat(me(token)).isEqualTo(200);

    accounts.change(nurse, new AccountForm(nurse.username(), Role.NURSE, Set.of(), false));

    assertThat(me(token)).isEqualTo(401);
    assertThat(signIn(nurse.username(), Staff.PASSWORD).status()).isEqualTo(401);
  }

  @Test
  void thereIsNoSession() {
    String token = staff.admin();

    assertThat(api.as(token).get("/api/users").headers("Set-Cookie")).isEmpty();
    assertThat(api.get("/api/users").headers("Set-Cookie")).isEmpty();
  }

  @Test
  void passwordsAreHashedAtTheFloorOrAbove() {
    staff.account(Role.NURSE);

    assertThat(jdbc.sql("select password_hash from account").query(String.class).single())
        .startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
  }
}
