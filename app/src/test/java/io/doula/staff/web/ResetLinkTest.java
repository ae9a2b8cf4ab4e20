package io.doula.staff.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.staff.Account;
import io.doula.staff.AccountForm;
import io.doula.staff.Accounts;
import io.doula.staff.Codes;
import io.doula.staff.SecondFactors;
import io.doula.staff.SignInClock;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.Browser;
import io.doula.testing.DoulaTest;
import io.doula.testing.Staff;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

@DoulaTest
@ExtendWith(OutputCaptureExtension.class)
class ResetLinkTest {
  private static final String NEW_PASSWORD = "rain on a tin roof";

  @Autowired Api anyone;
  @Autowired Staff staff;
  @Autowired Accounts accounts;
  @Autowired SecondFactors secondFactors;
  @Autowired SignInClock clock;
  @Autowired JdbcClient jdbc;
  Account nurse;
  Api admin;

  @BeforeEach
  void signIn() {
    nurse = staff.account(Role.NURSE);
    admin = anyone.as(staff.admin());
  }

  private Answer asked(Api by) {
    return by.post("/api/users/" + nurse.id() + "/reset-link", "{}");
  }

  /** The link's page, as a browser asks for it. */
  private String link() {
    Answer made = asked(admin);
    assertThat(made.status()).isEqualTo(201);
    String url = made.json().path("url").asString();
    assertThat(url).startsWith(anyone.base() + "/app/reset?token=");
    return url.substring(anyone.base().length());
  }

  private Answer choose(String link, String password, String repeated) {
    return new Browser(anyone)
        .submit(
            link,
            "/app/reset",
            "token",
            link.substring(link.indexOf('=') + 1),
            "password",
            password,
            "repeated",
            repeated);
  }

  private Answer choose(String link) {
    return choose(link, NEW_PASSWORD, NEW_PASSWORD);
  }

  private int signIn(String password) {
    return anyone
        .post(
            "/api/token",
            "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(nurse.username(), password))
        .status();
  }

  private void assertGone(String link) {
    Answer answer = anyone.with("Accept", "text/html").get(link);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).contains("no longer good").doesNotContain(nurse.username());
  }

  @Test
  void anAdminMakesALinkForADay() {
    Answer made = asked(admin);

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().path("url").asString())
        .matches(".*/app/reset\\?token=[A-Za-z0-9_-]{43}");
    assertThat(Instant.parse(made.json().path("expiresAt").asString()))
        .isBetween(
            clock.now().plus(Duration.ofMinutes(1439)), clock.now().plus(Duration.ofHours(24)));
    assertThat(signIn(Staff.PASSWORD))
        .as("until it is used the old password is good")
        .isEqualTo(200);
  }

  @Test
  void nobodyElseMakesOne() {
    assertThat(asked(anyone).status()).isEqualTo(401);
    assertThat(asked(anyone.as(staff.tokenOf(nurse))).status()).isEqualTo(403);
    assertThat(asked(anyone.as(staff.viewer())).status()).isEqualTo(403);
    assertThat(admin.post("/api/users/999/reset-link", "{}").status()).isEqualTo(404);
    assertThat(jdbc.sql("select count(*) from reset_link").query(Integer.class).single()).isZero();
  }

  @Test
  void whoHasTheLinkChoosesAPasswordOnce() {
    String old = staff.tokenOf(nurse);
    String link = link();

    assertThat(anyone.with("Accept", "text/html").get(link).text()).contains(nurse.username());
    Answer chosen = choose(link);

    assertThat(chosen.status()).isEqualTo(302);
    assertThat(chosen.header("Location")).isEqualTo("/app/sign-in?note=reset");
    assertThat(signIn(NEW_PASSWORD)).isEqualTo(200);
    assertThat(signIn(Staff.PASSWORD)).isEqualTo(401);
    assertThat(anyone.as(old).get("/api/users/me").status()).isEqualTo(401);
    assertGone(link);
    Browser again = new Browser(anyone);
    Answer second =
        again.submit(
            "/app/sign-in",
            "/app/reset",
            "token",
            link.substring(link.indexOf('=') + 1),
            "password",
            "another one of mine",
            "repeated",
            "another one of mine");
    assertThat(second.status()).isEqualTo(404);
    assertThat(signIn(NEW_PASSWORD)).isEqualTo(200);
  }

  @Test
  void ofTwoWhoUseItAtOnceOneSucceeds() {
    String link = link();

    long chosen =
        java.util.stream.IntStream.range(0, 4)
            .parallel()
            .filter(i -> choose(link).status() == 302)
            .count();

    assertThat(chosen).isEqualTo(1);
  }

  @Test
  void aPasswordThatIsNoGoodLeavesTheLinkGood() {
    String link = link();

    assertThat(choose(link, "short", "short").text()).contains("12 to 128");
    assertThat(choose(link, "qwerty123456", "qwerty123456").text()).contains("stolen passwords");
    assertThat(choose(link, NEW_PASSWORD, "another one here").text()).contains("Differs");
    assertThat(choose(link).status()).isEqualTo(302);
  }

  @Test
  void aNewerLinkReplacesIt() {
    String first = link();
    String second = link();

    assertGone(first);
    assertThat(choose(second).status()).isEqualTo(302);
  }

  @Test
  void itEndsAfterADay() {
    String link = link();
    jdbc.sql("update reset_link set expires_at = expires_at - interval '24 hours'").update();

    assertGone(link);
  }

  @Test
  void itEndsWithAnyNewPassword() {
    String link = link();
    accounts.changePassword(nurse, NEW_PASSWORD);

    assertGone(link);
  }

  @Test
  void aDisabledAccountHasNoLinkAndGetsNone() {
    String link = link();
    admin.patch("/api/users/" + nurse.id(), "{\"enabled\":false}");

    assertGone(link);
    assertThat(asked(admin).status()).isEqualTo(409);
    admin.patch("/api/users/" + nurse.id(), "{\"enabled\":true}");
    assertGone(link);
  }

  @Test
  void theLinkDoesNotStandForTheSecondFactor() {
    secondFactors.begin(nurse.id(), clock.now());
    String key = secondFactors.begun(nurse, clock.now()).orElseThrow().key();
    secondFactors.confirm(nurse.id(), Codes.now(key, clock), clock.now()).orElseThrow();

    choose(link());

    assertThat(secondFactors.isOn(nurse.id())).isTrue();
    assertThat(signIn(NEW_PASSWORD)).isEqualTo(401);
  }

  @Test
  void whoTriedTooOftenMayComeInWithTheNewPassword() {
    for (int i = 0; i < 10; i++) {
      signIn("not her password");
    }
    assertThat(signIn(Staff.PASSWORD)).isEqualTo(429);

    choose(link());

    assertThat(signIn(NEW_PASSWORD)).isEqualTo(200);
  }

  @Test
  void theTokenIsKeptNowhere(CapturedOutput output) {
    Answer made =
        admin.with("Idempotency-Key", "one").post("/api/users/" + nurse.id() + "/reset-link", "{}");
    String url = made.json().path("url").asString();
    String token = url.substring(url.indexOf('=') + 1);
    anyone.with("Accept", "text/html").get("/app/reset?token=" + token);
    choose("/app/reset?token=" + token);

    assertThat(output.getAll())
        .contains("RESET_LINK_MADE", "RESET_LINK_USED")
        .doesNotContain(token);
    assertThat(jdbc.sql("select count(*) from answer").query(Integer.class).single()).isZero();
    link();
    byte[] stored = jdbc.sql("select token_hash from reset_link").query(byte[].class).single();
    assertThat(new String(stored, StandardCharsets.ISO_8859_1)).hasSize(32);
  }

  @Test
  void thePageTellsNoOtherSiteOfItsAddress() {
    Answer page = anyone.with("Accept", "text/html").get(link());

    assertThat(page.header("Referrer-Policy")).isEqualTo("same-origin");
    assertThat(page.header("Cache-Control")).contains("no-store");
  }

  @Test
  void anInvitedAccountHasAPasswordThatNobodyKnows() {
    Account invited =
        accounts.add(new AccountForm("asha", Role.NURSE, Set.of(), true), clock.now());
    nurse = invited;

    choose(link());

    assertThat(signIn(NEW_PASSWORD)).isEqualTo(200);
  }
}
