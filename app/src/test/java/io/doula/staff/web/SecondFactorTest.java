package io.doula.staff.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.staff.Account;
import io.doula.staff.Codes;
import io.doula.staff.SecondFactors;
import io.doula.staff.SignInClock;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.Browser;
import io.doula.testing.DoulaTest;
import io.doula.testing.Staff;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@DoulaTest
class SecondFactorTest {
  private static final String PAGE = "/app/account/second-factor";

  @Autowired Api anyone;
  @Autowired Staff staff;
  @Autowired SecondFactors secondFactors;
  @Autowired SignInClock clock;
  @Autowired JdbcClient jdbc;
  Account nurse;
  Browser browser;

  @BeforeEach
  void signIn() {
    nurse = staff.account(Role.NURSE);
    browser = new Browser(anyone);
  }

  private Answer token(String more) {
    return anyone.post(
        "/api/token",
        "{\"username\":\"%s\",\"password\":\"%s\"%s}"
            .formatted(nurse.username(), Staff.PASSWORD, more));
  }

  private Answer tokenWithCode(String code) {
    return token(",\"code\":\"" + code + "\"");
  }

  /** Adds one, and gives its key. */
  private String begun() {
    secondFactors.begin(nurse.id(), clock.now());
    return secondFactors.begun(nurse, clock.now()).orElseThrow().key();
  }

  /** As if it had been added a while ago: no code of now is used up. */
  private String added() {
    String key = begun();
    secondFactors.confirm(nurse.id(), Codes.now(key, clock), clock.now()).orElseThrow();
    jdbc.sql("update second_factor set last_step = 0").update();
    return key;
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(MatchResult::group).toList();
  }

  @Test
  void isAddedWithThePasswordAndACode() {
    browser.signIn(nurse.username(), Staff.PASSWORD);
    String elsewhere = staff.tokenOf(nurse);

    Answer wrong = browser.submit(PAGE, PAGE, "password", "not her password");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.text()).contains("not your current password");
    assertThat(browser.submit(PAGE, PAGE, "password", Staff.PASSWORD).header("Location"))
        .isEqualTo(PAGE);
    String page = browser.get(PAGE).text();
    String key = found("(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", page).get(0).replace(" ", "");
    assertThat(page).contains("<path fill=\"#000000\" d=\"M4 4h1v1h-1z");
    assertThat(page).contains("otpauth://totp/Doula:" + nurse.username() + "?secret=" + key);
    assertThat(secondFactors.isOn(nurse.id())).isFalse();

    Answer notYet = browser.submit(PAGE, PAGE + "/confirm", "code", "000000");
    assertThat(notYet.status()).isEqualTo(400);
    Answer on = browser.submit(PAGE, PAGE + "/confirm", "code", Codes.now(key, clock));

    assertThat(on.status()).isEqualTo(200);
    assertThat(found("<li>[a-z2-9]{5}-[a-z2-9]{5}</li>", on.text()))
        .hasSize(10)
        .doesNotHaveDuplicates();
    assertThat(secondFactors.isOn(nurse.id())).isTrue();
    assertThat(browser.get(PAGE).text()).doesNotContain(key).contains("Recovery codes left: 10");
    assertThat(anyone.as(elsewhere).get("/api/users/me").status()).isEqualTo(401);
  }

  @Test
  void thePasswordAloneOpensTheSecondStepAndNothingElse() {
    String key = added();

    Answer half = browser.signIn(nurse.username(), Staff.PASSWORD);

    assertThat(half.header("Location")).isEqualTo("/app/sign-in/code");
    assertThat(browser.cookies()).containsKey("doula-step").doesNotContainKey("doula");
    assertThat(browser.get("/app").status()).isEqualTo(302);
    String step = browser.cookies().get("doula-step");
    assertThat(anyone.with("Cookie", "doula=" + step).get("/app").status()).isEqualTo(302);
    assertThat(anyone.as(step).get("/api/users/me").status()).isEqualTo(401);

    Answer wrong = browser.submit("/app/sign-in/code", "/app/sign-in/code", "code", "000000");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.text()).contains("role=\"alert\"");
    Answer in =
        browser.submit(
            "/app/sign-in/code?next=/app/password",
            "/app/sign-in/code",
            "code",
            Codes.now(key, clock),
            "next",
            "/app/password");
    assertThat(in.header("Location")).isEqualTo("/app/password");
    assertThat(browser.cookies()).containsKey("doula").doesNotContainKey("doula-step");
    assertThat(browser.get("/app").status()).isEqualTo(200);
  }

  @Test
  void theFlagsOfTheStepsCookieAreThoseOfTheSignIns() {
    added();

    Answer half = browser.signIn(nurse.username(), Staff.PASSWORD);

    assertThat(half.headers("Set-Cookie"))
        .anySatisfy(
            cookie ->
                assertThat(cookie)
                    .startsWith("doula-step=")
                    .contains("; Path=/;", "; HttpOnly", "; SameSite=Lax", "; Max-Age=600"));
  }

  @Test
  void theSecondStepAloneLeadsBackToTheFirst() {
    assertThat(browser.get("/app/sign-in/code?next=/app/password").header("Location"))
        .isEqualTo("/app/sign-in?next=%2Fapp%2Fpassword");
    assertThat(
            browser
                .submit("/app/sign-in", "/app/sign-in/code", "code", "123456")
                .header("Location"))
        .isEqualTo("/app/sign-in");
  }

  @Test
  void aNewPasswordEndsTheStep() {
    added();
    browser.signIn(nurse.username(), Staff.PASSWORD);
    assertThat(browser.get("/app/sign-in/code").status()).isEqualTo(200);

    jdbc.sql("update account set session_epoch = session_epoch + 1").update();

    assertThat(browser.get("/app/sign-in/code").status()).isEqualTo(302);
  }

  @Test
  void programsAreToldThatACodeIsNeededOnlyAfterTheRightPassword() {
    String key = added();

    Answer needed = token("");
    assertThat(needed.status()).isEqualTo(401);
    assertThat(needed.json().path("detail").asString()).contains("second factor", "code");
    Answer wrongPassword =
        anyone.post(
            "/api/token",
            "{\"username\":\"%s\",\"password\":\"wrong\",\"code\":\"%s\"}"
                .formatted(nurse.username(), Codes.now(key, clock)));
    assertThat(wrongPassword.json().path("detail").asString())
        .isEqualTo("the user name or the password is wrong");
    Answer wrong = tokenWithCode("000000");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.json().path("detail").asString()).contains("code is wrong");
    assertThat(tokenWithCode(Codes.now(key, clock)).status()).isEqualTo(200);
  }

  @Test
  void aCodeIsGoodOnce() {
    String code = Codes.now(added(), clock);

    assertThat(tokenWithCode(code).status()).isEqualTo(200);
    assertThat(tokenWithCode(code).status()).isEqualTo(401);
    browser.signIn(nurse.username(), Staff.PASSWORD);
    assertThat(browser.submit("/app/sign-in/code", "/app/sign-in/code", "code", code).status())
        .isEqualTo(401);
  }

  @Test
  void ofTwoWhoSendACodeAtOnceOneGetsIn() {
    String code = Codes.now(added(), clock);

    long in =
        java.util.stream.IntStream.range(0, 4)
            .parallel()
            .filter(i -> tokenWithCode(code).status() == 200)
            .count();

    assertThat(in).isEqualTo(1);
  }

  @Test
  void theSixthWrongCodeWaitsWhereverItComesFrom() {
    String key = added();
    for (int i = 0; i < 5; i++) {
      assertThat(tokenWithCode("00000" + i).status()).isEqualTo(401);
    }
    jdbc.sql("update sign_in_failure set address = '192.0.2.7' where address <> '-'").update();

    Answer refused = tokenWithCode(Codes.now(key, clock));

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isNotNull();
    browser.signIn(nurse.username(), Staff.PASSWORD);
    Answer page =
        browser.submit("/app/sign-in/code", "/app/sign-in/code", "code", Codes.now(key, clock));
    assertThat(page.status()).isEqualTo(429);
    assertThat(page.text()).contains("Wait 15 min");

    jdbc.sql("update sign_in_failure set at = at - interval '15 minutes'").update();
    assertThat(tokenWithCode(Codes.now(key, clock)).status()).isEqualTo(200);
  }

  @Test
  void inADayTwentyCodesAreTried() {
    String key = added();
    tokenWithCode("000000");
    jdbc.sql(
            """
            insert into sign_in_failure (name_hash, address, at)
            select name_hash, address, at - interval '1 hour'
            from sign_in_failure, generate_series(1, 19) where address = '-'
            """)
        .update();

    assertThat(tokenWithCode(Codes.now(key, clock)).status()).isEqualTo(429);
  }

  @Test
  void aRecoveryCodeLetsInOnceAndIsKeptAsAHash() {
    String key = begun();
    List<String> codes =
        secondFactors.confirm(nurse.id(), Codes.now(key, clock), clock.now()).orElseThrow();

    assertThat(tokenWithCode(codes.get(3)).status()).isEqualTo(200);
    assertThat(tokenWithCode(codes.get(3)).status()).isEqualTo(401);
    assertThat(
            tokenWithCode(codes.get(4).toUpperCase(java.util.Locale.ROOT).replace("-", " "))
                .status())
        .isEqualTo(200);
    assertThat(secondFactors.recoveryCodesLeft(nurse.id())).isEqualTo(8);
    assertThat(jdbc.sql("select code_hash from recovery_code").query(byte[].class).list())
        .allMatch(hash -> hash.length == 32);
  }

  @Test
  void theKeyIsEncryptedAndForOneAccountAlone() {
    String key = added();
    byte[] stored = jdbc.sql("select sealed_key from second_factor").query(byte[].class).single();
    assertThat(new String(stored, StandardCharsets.ISO_8859_1))
        .doesNotContain(new String(Codes.bytes(key), StandardCharsets.ISO_8859_1));
    assertThat(stored).hasSize(12 + 20 + 16);

    Account other = staff.account(Role.NURSE);
    jdbc.sql("delete from recovery_code").update();
    jdbc.sql("update second_factor set account_id = :id").param("id", other.id()).update();
    nurse = other;

    assertThat(tokenWithCode(Codes.now(key, clock)).status()).isEqualTo(401);
  }

  @Test
  void anAdminRemovesALostOneAndNobodyElseDoes() {
    added();
    String path = "/api/users/" + nurse.id() + "/second-factor";
    Account boss = staff.account(Role.ADMIN);

    assertThat(delete(anyone, path).status()).isEqualTo(401);
    assertThat(delete(anyone.as(staff.nurse()), path).status()).isEqualTo(403);
    assertThat(delete(anyone.as(staff.viewer()), path).status()).isEqualTo(403);
    assertThat(secondFactors.isOn(nurse.id())).isTrue();
    Api admin = anyone.as(staff.tokenOf(boss));
    assertThat(delete(admin, "/api/users/me/second-factor").status()).isEqualTo(403);
    assertThat(delete(admin, "/api/users/999/second-factor").status()).isEqualTo(404);
    assertThat(delete(admin, path).status()).isEqualTo(204);
    assertThat(delete(admin, path).status()).isEqualTo(404);
    assertThat(token("").status()).isEqualTo(200);
  }

  private static Answer delete(Api api, String path) {
    return api.send("DELETE", path, null, null);
  }

  @Test
  void oneRemovesOnesOwnByThePassword() {
    browser.signIn(nurse.username(), Staff.PASSWORD);
    secondFactors.begin(nurse.id(), clock.now());
    jdbc.sql("update second_factor set confirmed_at = now()").update();

    assertThat(browser.submit(PAGE, PAGE + "/remove", "password", "wrong").status()).isEqualTo(400);
    assertThat(secondFactors.isOn(nurse.id())).isTrue();
    Answer removed = browser.submit(PAGE, PAGE + "/remove", "password", Staff.PASSWORD);
    assertThat(removed.header("Location")).isEqualTo("/app/account?note=second-removed");
    assertThat(secondFactors.isOn(nurse.id())).isFalse();
  }

  @Test
  void aKeyThatWasNotConfirmedIsForgotten() {
    String key = begun();
    jdbc.sql("update second_factor set made_at = made_at - interval '61 minutes'").update();

    assertThat(secondFactors.begun(nurse, clock.now())).isEmpty();
    assertThat(secondFactors.confirm(nurse.id(), Codes.now(key, clock), clock.now())).isEmpty();
    assertThat(token("").status()).isEqualTo(200);
  }
}
