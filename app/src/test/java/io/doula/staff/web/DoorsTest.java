package io.doula.staff.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.staff.Account;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.Browser;
import io.doula.testing.DoulaTest;
import io.doula.testing.Staff;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@DoulaTest
class DoorsTest {
  @Autowired Api anyone;
  @Autowired Staff staff;
  @Autowired JdbcClient jdbc;

  private Browser browser() {
    return new Browser(anyone);
  }

  private String cookieFlags(Answer answer, String name) {
    return answer.headers("Set-Cookie").stream()
        .filter(c -> c.startsWith(name + "="))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aViewerReadsAndComputesButChangesNothing() {
    Api viewer = anyone.as(staff.viewer());

    assertThat(viewer.get("/api/house/json").status()).isEqualTo(200);
    for (String method : new String[] {"POST", "PUT", "PATCH", "DELETE"}) {
      Answer refused = viewer.send(method, "/api/house/forms", null, null);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
    }
    assertThat(viewer.post("/api/forecast/not-there", "{}").status()).isEqualTo(404);
  }

  @Test
  void clinicsAreMadeAndChangedByAnAdminAlone() {
    assertThat(anyone.as(staff.nurse()).post("/api/clinics/", "{}").status()).isEqualTo(403);
    assertThat(anyone.as(staff.nurse()).patch("/api/clinics/1", "{}").status()).isEqualTo(403);
    assertThat(anyone.as(staff.nurse()).post("/api/house/forms", "{}").status()).isEqualTo(200);
  }

  @Test
  void theCookieOpensPagesAndNothingOfTheApi() {
    Account admin = staff.account(Role.ADMIN);
    Api byCookie = anyone.with("Cookie", "doula=" + staff.tokenOf(admin));

    assertThat(byCookie.get("/app").status()).isEqualTo(200);
    assertThat(byCookie.get("/api/users").status()).isEqualTo(401);
    assertThat(byCookie.post("/api/house/forms", "{}").status()).isEqualTo(401);
    assertThat(anyone.as(staff.tokenOf(admin)).get("/app").status()).isEqualTo(302);
  }

  @Test
  void withoutASignInAPageLeadsToTheFormAndBack() {
    Account nurse = staff.account(Role.NURSE);
    Browser browser = browser();

    Answer away = browser.get("/app/?note=x");
    assertThat(away.status()).isEqualTo(302);
    assertThat(away.header("Location")).isEqualTo("/app/sign-in");
    assertThat(browser.get("/app/password?a=b").header("Location"))
        .isEqualTo("/app/sign-in?next=%2Fapp%2Fpassword%3Fa%3Db");

    Answer in =
        browser.submit(
            "/app/sign-in?next=%2Fapp%2Fpassword%3Fa%3Db",
            "/app/sign-in",
            "username",
            nurse.username(),
            "password",
            Staff.PASSWORD,
            "next",
            "/app/password?a=b");
    assertThat(in.status()).isEqualTo(302);
    assertThat(in.header("Location")).isEqualTo("/app/password?a=b");
    assertThat(browser.get("/app/").text()).contains(nurse.username());
    assertThat(browser.get("/app/sign-in").header("Location")).isEqualTo("/app");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.org/app",
        "//example.org/app",
        "/\\example.org",
        "/app\\..",
        "/apple",
        "/app/@example.org",
        "/app/../api/users",
        "/app//example.org",
        "javascript:alert(1)",
        "/api/users",
        "/app/\r\nX: y",
        "/app:80"
      })
  void noOtherSiteIsLedTo(String next) {
    Account nurse = staff.account(Role.NURSE);

    Answer in =
        browser()
            .submit(
                "/app/sign-in",
                "/app/sign-in",
                "username",
                nurse.username(),
                "password",
                Staff.PASSWORD,
                "next",
                next);

    assertThat(in.status()).isEqualTo(302);
    assertThat(in.header("Location")).isEqualTo("/app");
  }

  @Test
  void theSignInCookieIsSafe() {
    Account nurse = staff.account(Role.NURSE);

    String cookie = cookieFlags(browser().signIn(nurse.username(), Staff.PASSWORD), "doula");

    assertThat(cookie).contains("; Path=/;", "; HttpOnly", "; SameSite=Lax", "; Max-Age=43200");
    assertThat(cookie).doesNotContain("Secure");
  }

  @Test
  void aWrongPasswordIsSaidBesideTheForm() {
    Account nurse = staff.account(Role.NURSE);
    Browser browser = browser();

    Answer wrong = browser.signIn(nurse.username(), "<script>");

    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.text())
        .contains("role=\"alert\"")
        .contains("user name or the password is wrong");
    assertThat(wrong.text())
        .contains("value=\"" + nurse.username() + "\"")
        .doesNotContain("<script>");
    assertThat(browser.cookies()).doesNotContainKey("doula");
    for (int i = 0; i < 9; i++) {
      browser.signIn(nurse.username(), "wrong");
    }
    Answer tooMany = browser.signIn(nurse.username(), Staff.PASSWORD);
    assertThat(tooMany.status()).isEqualTo(429);
    assertThat(tooMany.header("Retry-After")).isNotNull();
    assertThat(tooMany.text()).contains("Wait 15 min");
  }

  @Test
  void aFormWithoutItsTokenIsRefused() {
    Account nurse = staff.account(Role.NURSE);
    Browser browser = browser();
    String[] fields = {"username", nurse.username(), "password", Staff.PASSWORD};

    assertThat(browser.post("/app/sign-in", fields).status()).isEqualTo(403);
    browser.signIn(nurse.username(), Staff.PASSWORD);
    Answer refused = browser.post("/app/sign-out");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.header("Content-Type")).startsWith("text/html");
    assertThat(browser.post("/app/sign-out", "_csrf", "made-up").status()).isEqualTo(403);
    assertThat(browser.get("/app").status()).isEqualTo(200);
  }

  @Test
  void theFormTokenOfBeforeTheSignInIsNotTheOneAfter() {
    Account nurse = staff.account(Role.NURSE);
    Browser browser = browser();
    browser.get("/app/sign-in");
    String before = browser.cookies().get("doula-form");

    browser.signIn(nurse.username(), Staff.PASSWORD);

    browser.get("/app");
    assertThat(browser.cookies().get("doula-form")).isNotNull().isNotEqualTo(before);
  }

  @Test
  void signingOutForgetsTheCookie() {
    Account nurse = staff.account(Role.NURSE);
    Browser browser = browser();
    browser.signIn(nurse.username(), Staff.PASSWORD);

    Answer out = browser.submit("/app", "/app/sign-out");

    assertThat(out.header("Location")).isEqualTo("/");
    assertThat(browser.cookies()).doesNotContainKey("doula");
    assertThat(browser.get("/app").status()).isEqualTo(302);
  }

  @Test
  void whoMustChangeHerPasswordIsLedThere() {
    Account nurse = staff.account(Role.NURSE);
    jdbc.sql("update account set must_change_password = true").update();
    Browser browser = browser();
    browser.signIn(nurse.username(), Staff.PASSWORD);

    assertThat(browser.get("/app").header("Location")).isEqualTo("/app/password");
    assertThat(change(browser, "wrong one here", "a new one for me", "a new one for me"))
        .contains("not your current password");
    assertThat(change(browser, Staff.PASSWORD, "short", "short")).contains("12 to 128");
    assertThat(change(browser, Staff.PASSWORD, "a new one for me", "another for me"))
        .contains("Differs");
    assertThat(change(browser, Staff.PASSWORD, Staff.PASSWORD, Staff.PASSWORD))
        .contains("the password you have");
    String old = browser.cookies().get("doula");
    assertThat(change(browser, Staff.PASSWORD, "a new one for me", "a new one for me")).isEmpty();

    assertThat(browser.get("/app").status()).isEqualTo(200);
    assertThat(anyone.with("Cookie", "doula=" + old).get("/app").status()).isEqualTo(302);
  }

  private String change(Browser browser, String current, String password, String repeated) {
    Answer answer =
        browser.submit(
            "/app/password",
            "/app/password",
            "current",
            current,
            "password",
            password,
            "repeated",
            repeated);
    assertThat(answer.status()).isIn(302, 400);
    return answer.text();
  }

  @ParameterizedTest
  @CsvSource({
    "/, 200",
    "/health, 200",
    "/app/sign-in, 200",
    "/api/users, 401",
    "/nothing, 404",
    "/api/a;b=c, 400",
    "/app?a=%00, 400"
  })
  void everyAnswerCarriesTheSecurityHeaders(String path, int status) {
    Answer answer = anyone.get(path);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Security-Policy"))
        .contains("default-src 'none'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
    assertThat(answer.header("Referrer-Policy")).isEqualTo("same-origin");
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(answer.headers("Set-Cookie")).noneMatch(c -> c.startsWith("JSESSIONID"));
  }

  @Test
  void noSessionIsEverMade() {
    Account nurse = staff.account(Role.NURSE);
    Browser browser = browser();
    browser.get("/");
    browser.signIn(nurse.username(), Staff.PASSWORD);
    browser.get("/app");
    browser.get("/app/nothing");
    browser.submit("/app", "/app/sign-out");

    assertThat(SessionCount.MADE).hasValue(0);
  }
}
