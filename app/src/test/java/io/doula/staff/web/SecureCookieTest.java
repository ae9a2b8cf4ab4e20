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
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Where people come by https, their cookies go by nothing else and are this host's alone. */
@DoulaTest
@TestPropertySource(properties = "DOULA_PUBLIC_URL=https://doula.example.org/")
class SecureCookieTest {
  @Autowired Api anyone;
  @Autowired Staff staff;

  @Test
  void everyCookieIsSecureAndBoundToTheHost() {
    Account nurse = staff.account(Role.NURSE);
    Browser browser = new Browser(anyone);
    Answer form = browser.get("/app/sign-in");
    Answer in = browser.signIn(nurse.username(), Staff.PASSWORD);

    for (Answer answer : new Answer[] {form, in}) {
      assertThat(answer.headers("Set-Cookie"))
          .isNotEmpty()
          .allSatisfy(
              cookie ->
                  assertThat(cookie)
                      .startsWith("__Host-doula")
                      .contains("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax")
                      .doesNotContain("Domain="));
    }
    assertThat(browser.cookies()).containsKeys("__Host-doula");
    assertThat(browser.get("/app").status()).isEqualTo(200);
  }

  @Test
  void aCookieThatAnotherHostOfTheDomainCouldSetOpensNothing() {
    String token = staff.tokenOf(staff.account(Role.NURSE));

    assertThat(anyone.with("Cookie", "doula=" + token).get("/app").status()).isEqualTo(302);
    assertThat(anyone.with("Cookie", "__Host-doula=" + token).get("/app").status()).isEqualTo(200);
  }

  @Test
  void linksBeginWithThePublicAddress() {
    Account nurse = staff.account(Role.NURSE);

    Answer made =
        anyone
            .as(staff.admin())
            .with("X-Forwarded-Host", "evil.example")
            .post("/api/users/" + nurse.id() + "/reset-link", "{}");

    assertThat(made.json().path("url").asString())
        .startsWith("https://doula.example.org/app/reset?token=");
  }
}
