package io.doula.staff.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.staff.Account;
import io.doula.staff.Accounts;
import io.doula.staff.SecondFactors;
import io.doula.staff.SignInClock;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.Browser;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.Staff;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@DoulaTest
class StaffPagesTest {
  private static final String NEW_PASSWORD = "rain on a tin roof";

  @Autowired Api anyone;
  @Autowired Staff staff;
  @Autowired Families families;
  @Autowired Accounts accounts;
  @Autowired SecondFactors secondFactors;
  @Autowired SignInClock clock;
  @Autowired JdbcClient jdbc;
  Account boss;
  Browser admin;

  @BeforeEach
  void signIn() {
    boss = staff.account(Role.ADMIN);
    admin = new Browser(anyone);
    admin.signIn(boss.username(), Staff.PASSWORD);
  }

  private static String linkOn(Answer page) {
    Matcher link = Pattern.compile("/app/reset\\?token=[A-Za-z0-9_-]{43}").matcher(page.text());
    assertThat(link.find()).as(page.text()).isTrue();
    return link.group();
  }

  @Test
  void somebodyIsAddedWithALinkAndComesIn() {
    String clinic = Long.toString(families.clinic("Africa/Nairobi"));
    Answer added =
        admin.submit(
            "/app/staff/new",
            "/app/staff/new",
            "username",
            "asha",
            "role",
            "NURSE",
            "clinics",
            clinic);
    assertThat(added.status()).isEqualTo(200);
    String link = linkOn(added);
    assertThat(admin.get("/app/staff").text()).contains("asha", "has not used her link yet");

    Browser asha = new Browser(anyone);
    asha.submit(
        link,
        "/app/reset",
        "token",
        link.substring(link.indexOf('=') + 1),
        "password",
        NEW_PASSWORD,
        "repeated",
        NEW_PASSWORD);
    assertThat(asha.get("/app/sign-in?note=reset").text()).contains("Your password is saved");
    asha.signIn("asha", NEW_PASSWORD);

    Answer own = asha.get("/app/account");
    assertThat(own.status()).isEqualTo(200);
    assertThat(own.text()).contains("asha", "Nurse", "Africa/Nairobi");
    assertThat(admin.get("/app/staff").text()).doesNotContain("has not used her link yet");
  }

  @Test
  void whatIsWrongIsSaidBesideTheFieldAndStaysTyped() {
    Answer wrong =
        admin.submit("/app/staff/new", "/app/staff/new", "username", "a b", "role", "NURSE");

    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.text()).contains("value=\"a b\"", "username-error", "id=\"wrong\"");
    Answer taken =
        admin.submit(
            "/app/staff/new", "/app/staff/new", "username", boss.username(), "role", "NURSE");
    assertThat(taken.status()).isEqualTo(409);
    assertThat(taken.text()).contains("Another user has this name");
    assertThat(
            admin
                .submit(
                    "/app/staff/new",
                    "/app/staff/new",
                    "username",
                    "asha",
                    "role",
                    "NURSE",
                    "clinics",
                    "999")
                .status())
        .isEqualTo(400);
    assertThat(accounts.named("asha")).isEmpty();
  }

  @Test
  void roleAndClinicsAreChangedAndCountWithTheNextRequest() {
    Account nurse = staff.account(Role.NURSE);
    Browser her = new Browser(anyone);
    her.signIn(nurse.username(), Staff.PASSWORD);
    assertThat(her.get("/app/staff").status()).isEqualTo(403);

    Answer changed = change(nurse, nurse.version(), "ADMIN");

    assertThat(changed.header("Location")).isEqualTo("/app/staff?note=staff-changed");
    assertThat(admin.get("/app/staff?note=staff-changed").text()).contains("account is changed");
    assertThat(her.get("/app/staff").status()).isEqualTo(200);
    Answer stale = change(nurse, nurse.version(), "VIEWER");
    assertThat(stale.status()).isEqualTo(409);
    assertThat(accounts.find(nurse.id()).orElseThrow().role()).isEqualTo(Role.ADMIN);
  }

  private Answer change(Account account, int version, String role) {
    String page = "/app/staff/" + account.id();
    return admin.submit(
        page,
        page,
        "username",
        account.username(),
        "role",
        role,
        "version",
        Integer.toString(version));
  }

  private Answer act(Account account, String act) {
    String page = "/app/staff/" + account.id() + "/" + act;
    assertThat(admin.get(page).status()).isEqualTo(200);
    return admin.submit(page, page);
  }

  @Test
  void disablingEndsWhatIsOpenOnPagesAndInPrograms() {
    Account nurse = staff.account(Role.NURSE);
    Browser her = new Browser(anyone);
    her.signIn(nurse.username(), Staff.PASSWORD);
    Api program = anyone.as(staff.tokenOf(nurse));
    assertThat(her.get("/app").status()).isEqualTo(200);
    assertThat(program.get("/api/users/me").status()).isEqualTo(200);

    assertThat(act(nurse, "disable").header("Location"))
        .isEqualTo("/app/staff/" + nurse.id() + "?note=staff-disable");

    assertThat(her.get("/app").status()).isEqualTo(302);
    assertThat(program.get("/api/users/me").status()).isEqualTo(401);
    assertThat(her.signIn(nurse.username(), Staff.PASSWORD).status()).isEqualTo(401);
    assertThat(admin.get("/app/staff/" + nurse.id()).text()).contains("account is disabled");

    act(nurse, "enable");
    assertThat(program.get("/api/users/me").status()).as("what ended stays ended").isEqualTo(401);
    assertThat(her.signIn(nurse.username(), Staff.PASSWORD).status()).isEqualTo(302);
  }

  @Test
  void theLastAdminIsNotDisabled() {
    Answer refused = act(boss, "disable");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).contains("last ADMIN");
    assertThat(admin.get("/app/staff").status()).isEqualTo(200);
  }

  @Test
  void aLinkForANewPasswordIsShownOnce() {
    Account nurse = staff.account(Role.NURSE);

    String link = linkOn(act(nurse, "reset-link"));

    assertThat(new Browser(anyone).get(link).text()).contains(nurse.username());
    assertThat(admin.get("/app/staff/" + nurse.id()).text()).doesNotContain("token=");
  }

  @Test
  void anAdminSignsSomebodyOutEverywhere() {
    Account nurse = staff.account(Role.NURSE);
    String token = staff.tokenOf(nurse);

    act(nurse, "sign-out");

    assertThat(anyone.as(token).get("/api/users/me").status()).isEqualTo(401);
    assertThat(
            anyone.as(staff.nurse()).post("/api/users/" + boss.id() + "/sign-out", "{}").status())
        .isEqualTo(403);
    assertThat(admin.get("/app/staff").status()).isEqualTo(200);
  }

  @Test
  void oneSignsOneselfOutEverywhere() {
    Account nurse = staff.account(Role.NURSE);
    String elsewhere = staff.tokenOf(nurse);
    Browser her = new Browser(anyone);
    her.signIn(nurse.username(), Staff.PASSWORD);
    String here = her.cookies().get("doula");

    Answer out = her.submit("/app/account", "/app/account/sign-out");

    assertThat(out.header("Location")).isEqualTo("/app/sign-in?note=signed-out");
    assertThat(anyone.as(elsewhere).get("/api/users/me").status()).isEqualTo(401);
    assertThat(anyone.with("Cookie", "doula=" + here).get("/app").status()).isEqualTo(302);
    String again = staff.tokenOf(accounts.find(nurse.id()).orElseThrow());
    assertThat(anyone.as(again).post("/api/users/me/sign-out", "{}").status()).isEqualTo(204);
    assertThat(anyone.as(again).get("/api/users/me").status()).isEqualTo(401);
  }

  @Test
  void aLostSecondFactorIsRemoved() {
    Account nurse = staff.account(Role.NURSE);
    secondFactors.begin(nurse.id(), clock.now());
    jdbc.sql("update second_factor set confirmed_at = now()").update();
    assertThat(admin.get("/app/staff").text()).contains("may sign in, second factor");

    act(nurse, "second-factor");

    assertThat(secondFactors.isOn(nurse.id())).isFalse();
  }

  @Test
  void theListIsSearchedByNameAndClinicAndTurnsItsPages() {
    long clinic = families.clinic("Africa/Lagos");
    Account there = staff.account(Role.NURSE, clinic);
    Account elsewhere = staff.account(Role.VIEWER);

    assertThat(admin.get("/app/staff?q=africa/lagos").text())
        .contains(there.username())
        .doesNotContain(elsewhere.username());
    assertThat(
            admin
                .get("/app/staff?q=" + elsewhere.username().toUpperCase(java.util.Locale.ROOT))
                .text())
        .contains(elsewhere.username())
        .doesNotContain(there.username());
    assertThat(admin.get("/app/staff?q=%25").text()).contains("Nobody is found");

    jdbc.sql(
            """
            insert into account (username, password_hash, role, created_at)
            select 'many' || to_char(n, 'FM000'), 'x', 'VIEWER', now() from generate_series(1, 51) n
            """)
        .update();
    Answer first = admin.get("/app/staff?q=many");
    assertThat(first.text()).contains("many050", "after=many050").doesNotContain("many051");
    assertThat(admin.get("/app/staff?q=many&after=many050").text())
        .contains("many051")
        .doesNotContain("many050</a>");
  }

  @Test
  void aPageOfNobodyIsNotThere() {
    for (String path :
        new String[] {
          "/app/staff/999", "/app/staff/x", "/app/staff/999/disable", "/app/staff/1/eat"
        }) {
      assertThat(admin.get(path).status()).as(path).isEqualTo(404);
    }
  }

  @Test
  void whoSignsInWithAForeignCookieIsHerselfAfterwards() {
    Account nurse = staff.account(Role.NURSE);
    String foreign = staff.tokenOf(boss);
    Browser her = new Browser(anyone);
    her.get("/app/sign-in");
    her.cookies().put("doula", "fixed-by-somebody");
    her.signIn(nurse.username(), Staff.PASSWORD);
    assertThat(her.cookies().get("doula")).isNotEqualTo("fixed-by-somebody").isNotEqualTo(foreign);
    assertThat(her.get("/app/account").text()).contains(nurse.username());

    Browser planted = new Browser(anyone);
    planted.cookies().put("doula", foreign);
    planted.submit(
        "/app", "/app/sign-in", "username", nurse.username(), "password", Staff.PASSWORD);
    assertThat(planted.cookies().get("doula")).isNotEqualTo(foreign);
    assertThat(planted.get("/app/staff").status()).isEqualTo(403);
  }
}
