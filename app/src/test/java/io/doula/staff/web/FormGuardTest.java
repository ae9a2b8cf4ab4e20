package io.doula.staff.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.Browser;
import io.doula.testing.DoulaTest;
import io.doula.testing.Staff;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Holds each page of the program, also those that come later, against the rules for all of them.
 */
@DoulaTest
class FormGuardTest {
  /** Pages for whoever comes. */
  private static final Set<String> OPEN =
      Set.of("/app/sign-in", "/app/sign-in/code", "/app/reset", "/app/language");

  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping handlers;

  @Autowired Api anyone;
  @Autowired Staff staff;

  private record Page(RequestMethod method, String path) {}

  private List<Page> pages() {
    return handlers.getHandlerMethods().keySet().stream()
        .flatMap(FormGuardTest::of)
        .filter(page -> page.path().equals("/app") || page.path().startsWith("/app/"))
        .toList();
  }

  private static Stream<Page> of(RequestMappingInfo info) {
    return info.getPatternValues().stream()
        .map(FormGuardTest::example)
        .flatMap(
            path ->
                info.getMethodsCondition().getMethods().stream()
                    .map(method -> new Page(method, path)));
  }

  /** A path that the pattern stands for: the first of what a pattern allows, else 1. */
  private static String example(String pattern) {
    return pattern.replaceAll("\\{[^:{}]+:([a-z-]+)[^{}]*}", "$1").replaceAll("\\{[^{}]+}", "1");
  }

  @Test
  void noFormIsTakenWithoutItsToken() {
    Api admin =
        anyone
            .with("Cookie", "doula=" + staff.tokenOf(staff.account(Role.ADMIN)) + "; doula-form=x")
            .with("Accept", "text/html");
    List<Page> forms = pages().stream().filter(page -> page.method() != RequestMethod.GET).toList();

    assertThat(forms).hasSizeGreaterThan(9);
    for (Page form : forms) {
      for (String body : new String[] {"", "a=b", "_csrf=x"}) {
        Answer refused =
            admin.send(
                form.method().name(),
                form.path(),
                "application/x-www-form-urlencoded",
                BodyPublishers.ofString(body));
        assertThat(refused.status()).as("%s with %s", form, body).isEqualTo(403);
        assertThat(refused.text()).as("%s", form).contains("form is too old");
      }
    }
  }

  /** Also where somebody manages to set cookies in her browser. */
  @Test
  void noFormIsTakenWithAnotherPersonsToken() {
    Browser attacker = new Browser(anyone);
    attacker.signIn(staff.account(Role.NURSE).username(), Staff.PASSWORD);
    String stolen = token(attacker.get("/app/more"));
    String half = attacker.cookies().get("doula-form");
    Browser nobody = new Browser(anyone);
    String nobodys = token(nobody.get("/app/sign-in"));
    String admin = "doula=" + staff.tokenOf(staff.account(Role.ADMIN));

    for (Page form : pages()) {
      if (form.method() != RequestMethod.GET) {
        assertRefused(form, admin, stolen);
        assertRefused(form, admin + "; doula-form=" + half, stolen);
        assertRefused(form, admin + "; doula-form=" + nobody.cookies().get("doula-form"), nobodys);
        assertRefused(form, admin + "; doula-form=made-up", "made-up");
      }
    }
  }

  private void assertRefused(Page form, String cookies, String token) {
    Answer refused =
        anyone
            .with("Cookie", cookies)
            .with("Accept", "text/html")
            .send(
                "POST",
                form.path(),
                "application/x-www-form-urlencoded",
                BodyPublishers.ofString("_csrf=" + token));
    assertThat(refused.status()).as("%s with %s", form, cookies).isEqualTo(403);
    assertThat(refused.text()).as("%s", form).contains("form is too old");
  }

  private static String token(Answer page) {
    Matcher token = TOKEN.matcher(page.text());
    assertThat(token.find()).isTrue();
    return token.group(1);
  }

  @Test
  void whoseSignInEndedWhileAFormWasOpenIsLedToIt() {
    Browser her = new Browser(anyone);
    her.signIn(staff.account(Role.NURSE).username(), Staff.PASSWORD);
    String token = token(her.get("/app/more"));
    her.cookies().remove("doula");

    Answer away = her.post("/app/account/sign-out", "_csrf", token);

    assertThat(away.status()).isEqualTo(302);
    assertThat(away.header("Location")).isEqualTo("/app/sign-in");
  }

  @Test
  void noPageChangesAnythingBySimplyBeingOpened() {
    assertThat(pages()).isNotEmpty();
    assertThat(handlers.getHandlerMethods().keySet())
        .filteredOn(info -> info.getPatternValues().stream().anyMatch(p -> p.startsWith("/app")))
        .allSatisfy(info -> assertThat(info.getMethodsCondition().getMethods()).hasSize(1));
  }

  @Test
  void withoutASignInEveryPageButTheOpenOnesLeadsToIt() {
    for (Page page : pages()) {
      if (page.method() == RequestMethod.GET && !OPEN.contains(page.path())) {
        Answer away = anyone.with("Accept", "text/html").get(page.path());
        assertThat(away.status()).as("%s", page).isEqualTo(302);
        assertThat(away.header("Location")).as("%s", page).startsWith("/app/sign-in");
      }
    }
  }

  @Test
  void theStaffsPagesAreAnAdminsAlone() {
    List<Page> staffs = pages().stream().filter(p -> p.path().startsWith("/app/staff")).toList();

    assertThat(staffs).hasSizeGreaterThan(6);
    for (Role role : new Role[] {Role.NURSE, Role.VIEWER}) {
      Browser her = new Browser(anyone);
      her.signIn(staff.account(role).username(), Staff.PASSWORD);
      for (Page page : staffs) {
        Answer refused =
            page.method() == RequestMethod.GET
                ? her.get(page.path())
                : her.submit("/app/account", page.path());
        assertThat(refused.status()).as("%s for %s", page, role).isEqualTo(403);
        assertThat(refused.text()).as("%s for %s", page, role).doesNotContain("form is too old");
      }
    }
  }

  @Test
  void aFormThatIsOpenInAnotherTabStaysGood() {
    Browser nurse = new Browser(anyone);
    nurse.signIn(staff.account(Role.NURSE).username(), Staff.PASSWORD);
    String otherTab = token(nurse.get("/app/more"));

    nurse.submit("/app/more", "/app/language", "language", "en");

    assertThat(nurse.post("/app/language", "language", "fr", "_csrf", otherTab).status())
        .isEqualTo(302);
  }
}
