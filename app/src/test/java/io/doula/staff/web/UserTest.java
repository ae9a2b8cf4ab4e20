package io.doula.staff.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.staff.Account;
import io.doula.staff.Accounts;
import io.doula.staff.FirstAdmin;
import io.doula.staff.Tokens;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.LockOrder;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

@DoulaTest
class UserTest {
  private static final String NEW_PASSWORD = "another horse battery";

  @Autowired Api anyone;
  @Autowired Staff staff;
  @Autowired Accounts accounts;
  @Autowired FirstAdmin firstAdmin;
  @Autowired Tokens tokens;
  @Autowired JdbcClient jdbc;
  @Autowired PlatformTransactionManager transactions;
  Account boss;
  Api admin;
  long kibera;

  @BeforeEach
  void signIn() {
    boss = staff.account(Role.ADMIN);
    admin = anyone.as(staff.tokenOf(boss));
    kibera =
        jdbc.sql(
                """
                insert into clinic (name, country, time_zone, plan, language, quiet_from, quiet_to, send_at, created_at)
                values ('Kibera', 'KE', 'Africa/Nairobi', 'who', 'en', '20:00', '08:00', '09:00', now())
                returning id
                """)
            .query(Long.class)
            .single();
  }

  private static String amina(long clinic) {
    return """
        {"username":"amina","role":"NURSE","clinics":["%d"],"password":"%s"}\
        """
        .formatted(clinic, Staff.PASSWORD);
  }

  private Answer signIn(String username, String password) {
    return anyone.post(
        "/api/token", "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password));
  }

  @Test
  void anAdminAddsAUserWhoCanSignIn() {
    Answer added = admin.post("/api/users/", amina(kibera));

    assertThat(added.status()).isEqualTo(201);
    String id = added.json().path("id").asString();
    assertThat(added.header("Location")).isEqualTo("/api/users/" + id);
    assertThat(added.text())
        .isEqualTo(
            "{\"id\":\"%s\",\"username\":\"amina\",\"role\":\"NURSE\",\"clinics\":[\"%d\"],\"enabled\":true}"
                .formatted(id, kibera));
    assertThat(admin.get("/api/users/" + id).text()).isEqualTo(added.text());
    assertThat(admin.get("/api/users/" + id).header("ETag")).isEqualTo(added.header("ETag"));
    assertThat(signIn("amina", Staff.PASSWORD).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'role':'NURSE','password':'correct horse battery'}|username",
        "{'username':'a','role':'NURSE','password':'correct horse battery'}|username",
        "{'username':'a b','role':'NURSE','password':'correct horse battery'}|username",
        "{'username':'amina','password':'correct horse battery'}|role",
        "{'username':'amina','role':'BOSS','password':'correct horse battery'}|role",
        "{'username':'amina','role':'NURSE'}|password",
        "{'username':'amina','role':'NURSE','password':'eleven char'}|password",
        "{'username':'amina-amina-','role':'NURSE','password':'Amina-amina-'}|password",
        "{'username':'amina','role':'NURSE','password':'doula-local'}|password",
        "{'username':'amina','role':'NURSE','clinics':['999'],'password':'correct horse battery'}|clinics",
        "{'username':'amina','role':'NURSE','clinics':['x'],'password':'correct horse battery'}|clinics[0]",
        "{'username':'amina','role':'NURSE','clinics':['1','1'],'password':'correct horse battery'}|clinics[1]",
        "{'username':'amina','role':'NURSE','clinics':[null],'password':'correct horse battery'}|clinics[0]",
        "{'username':'amina','role':'NURSE','clinics':[1],'password':'correct horse battery'}|clinics[0]",
        "{'username':'amina','role':'NURSE','id':'5','password':'correct horse battery'}|id",
      })
  void whatIsWrongWithANewUserIsNamed(String json, String field) {
    Answer answer = admin.post("/api/users", json.replace('\'', '"'));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.wrongFields()).containsExactly(field);
    assertThat(accounts.named("amina")).isEmpty();
  }

  @Test
  void namesAreUniqueInWhateverCase() {
    admin.post("/api/users", amina(kibera));

    assertThat(admin.post("/api/users", amina(kibera).replace("amina", "AMINA")).status())
        .isEqualTo(409);
  }

  @Test
  void theListIsPaged() {
    staff.account(Role.NURSE);
    staff.account(Role.VIEWER);

    Answer first = admin.get("/api/users?limit=2");
    Answer second = admin.get("/api/users?limit=2&after=" + first.json().path("next").asString());

    assertThat(first.json().path("items").size()).isEqualTo(2);
    assertThat(second.json().path("items").size()).isEqualTo(1);
    assertThat(second.json().path("next").isNull()).isTrue();
    assertThat(admin.get("/api/users?limit=501").status()).isEqualTo(400);
  }

  @Test
  void aChangeCountsWithTheNextRequest() {
    Account nurse = staff.account(Role.NURSE);
    Api her = anyone.as(staff.tokenOf(nurse));
    assertThat(her.get("/api/users").status()).isEqualTo(403);

    Answer changed = admin.patch("/api/users/" + nurse.id(), "{\"role\":\"ADMIN\"}");

    assertThat(changed.status()).isEqualTo(200);
    assertThat(her.get("/api/users").status()).isEqualTo(200);
  }

  @Test
  void aStaleChangeIsRefused() {
    Account nurse = staff.account(Role.NURSE);
    String path = "/api/users/" + nurse.id();
    String etag = admin.get(path).header("ETag");

    assertThat(admin.with("If-Match", etag).patch(path, "{\"enabled\":false}").status())
        .isEqualTo(200);
    assertThat(admin.with("If-Match", etag).patch(path, "{\"enabled\":true}").status())
        .isEqualTo(412);
    assertThat(accounts.find(nurse.id()).orElseThrow().enabled()).isFalse();
  }

  @Test
  void othersSeeAndChangeOnlyTheirOwnEntry() {
    for (Role role : new Role[] {Role.NURSE, Role.VIEWER}) {
      Account account = staff.account(role, kibera);
      Api her = anyone.as(staff.tokenOf(account));
      String own = "/api/users/" + account.id();

      assertThat(her.get(own).text()).isEqualTo(her.get("/api/users/me").text());
      assertThat(her.get("/api/users/" + boss.id()).status()).isEqualTo(403);
      assertThat(her.get("/api/users").status()).isEqualTo(403);
      assertThat(her.post("/api/users", amina(kibera)).status()).isEqualTo(403);
      assertThat(her.patch(own, "{\"role\":\"ADMIN\"}").status()).isEqualTo(403);
      assertThat(her.patch(own, "{\"clinics\":[]}").status()).isEqualTo(403);
      assertThat(
              her.patch("/api/users/" + boss.id(), "{\"password\":\"%s\"}".formatted(NEW_PASSWORD))
                  .status())
          .isEqualTo(403);
      assertThat(accounts.find(account.id())).contains(account);
    }
  }

  @Test
  void aNewPasswordEndsEverySignIn() {
    Account nurse = staff.account(Role.NURSE);
    Api her = anyone.as(staff.tokenOf(nurse));

    Answer changed = her.patch("/api/users/me", "{\"password\":\"%s\"}".formatted(NEW_PASSWORD));

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.text()).doesNotContain(NEW_PASSWORD);
    assertThat(her.get("/api/users/me").status()).isEqualTo(401);
    assertThat(signIn(nurse.username(), Staff.PASSWORD).status()).isEqualTo(401);
    assertThat(signIn(nurse.username(), NEW_PASSWORD).status()).isEqualTo(200);
  }

  private static String change(String current) {
    return "{\"password\":\"%s\",\"currentPassword\":\"%s\"}".formatted(NEW_PASSWORD, current);
  }

  /** Whoever finds a token lying about has not found a password. */
  @Test
  void whoSignedInAWhileAgoProvesThatThePasswordIsHers() {
    Account nurse = staff.account(Role.NURSE);
    Instant now = Instant.now();
    Api justNow = anyone.as(tokens.issue(nurse, now.minus(Duration.ofMinutes(14))).token());
    Api before = anyone.as(tokens.issue(nurse, now.minus(Duration.ofMinutes(16))).token());
    String alone = "{\"password\":\"%s\"}".formatted(NEW_PASSWORD);

    Answer refused = before.patch("/api/users/me", alone);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.wrongFields()).containsExactly("currentPassword");
    assertThat(before.patch("/api/users/" + nurse.id(), alone).status()).isEqualTo(400);
    assertThat(before.patch("/api/users/me", change("")).wrongFields())
        .containsExactly("currentPassword");
    // one that is given has to be right, also where none is needed
    assertThat(justNow.patch("/api/users/me", change("wrong")).wrongFields())
        .containsExactly("currentPassword");
    assertThat(before.patch("/api/users/me", change(Staff.PASSWORD)).status()).isEqualTo(200);
    assertThat(signIn(nurse.username(), NEW_PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void aPasswordIsNotGuessedByChangingIt() {
    Account nurse = staff.account(Role.NURSE);
    Api her = anyone.as(staff.tokenOf(nurse));

    for (int i = 0; i < 10; i++) {
      assertThat(her.patch("/api/users/me", change("wrong")).status()).isEqualTo(400);
    }

    Answer tooMany = her.patch("/api/users/me", change(Staff.PASSWORD));
    assertThat(tooMany.status()).isEqualTo(429);
    assertThat(tooMany.header("Retry-After")).isNotNull();
  }

  @Test
  void whatIsToBeProvedStandsInNoNewAccount() {
    assertThat(
            admin
                .post("/api/users", amina(kibera).replaceFirst("}$", ",\"currentPassword\":\"x\"}"))
                .wrongFields())
        .containsExactly("currentPassword");
  }

  @Test
  void aPasswordIsItsOwnersAlone() {
    Account nurse = staff.account(Role.NURSE);

    Answer refused =
        admin.patch("/api/users/" + nurse.id(), "{\"password\":\"%s\"}".formatted(NEW_PASSWORD));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(signIn(nurse.username(), Staff.PASSWORD).status()).isEqualTo(200);
    assertThat(
            anyone
                .as(staff.tokenOf(nurse))
                .patch("/api/users/me", "{\"password\":null}")
                .wrongFields())
        .containsExactly("password");
  }

  @Test
  void aPatchIsDoneWholeOrNotAtAll() {
    staff.account(Role.ADMIN);

    Answer refused =
        admin.patch("/api/users/me", "{\"username\":\"renamed\",\"password\":\"short\"}");

    assertThat(refused.wrongFields()).containsExactly("password");
    assertThat(accounts.find(boss.id())).contains(boss);
  }

  @Test
  void theLastAdminStays() {
    String own = "/api/users/" + boss.id();

    assertThat(admin.patch(own, "{\"enabled\":false}").status()).isEqualTo(409);
    assertThat(admin.patch(own, "{\"role\":\"NURSE\"}").status()).isEqualTo(409);

    staff.account(Role.ADMIN);
    assertThat(admin.patch(own, "{\"role\":\"NURSE\"}").status()).isEqualTo(200);
  }

  @Test
  void adminsWhoDemoteEachOtherWaitInOrder() {
    Account other = staff.account(Role.ADMIN);

    new LockOrder(jdbc, transactions)
        .assertKeptBy(
            () -> admin.patch("/api/users/" + other.id(), "{\"role\":\"NURSE\"}"),
            "account",
            boss.id(),
            other.id());
  }

  @Test
  void aUserThatIsNotThereIsNotFound() {
    assertThat(admin.get("/api/users/999").status()).isEqualTo(404);
    assertThat(admin.get("/api/users/x").status()).isEqualTo(404);
    assertThat(admin.patch("/api/users/999", "{}").status()).isEqualTo(404);
  }

  @Test
  void theFirstAdminGetsAMadeUpPasswordThatMustBeChanged() {
    jdbc.sql("truncate account cascade").update();

    List<String> kept = new ArrayList<>();
    firstAdmin.make(MovedClock.START, kept::add);
    String madeUp = kept.get(0);

    firstAdmin.make(MovedClock.START, kept::add);
    assertThat(kept).hasSize(1);
    Answer token = signIn("admin", madeUp);
    Api first = anyone.as(token.json().path("token").asString());
    Answer refused = first.get("/api/users");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().path("detail").asString()).contains("change your password first");
    assertThat(first.post("/api/users", amina(kibera)).status()).isEqualTo(403);
    assertThat(first.patch("/api/users/me", "{\"username\":\"root\"}").status()).isEqualTo(403);
    assertThat(
            first.patch("/api/users/me", "{\"password\":\"%s\"}".formatted(NEW_PASSWORD)).status())
        .isEqualTo(200);
    String again = signIn("admin", NEW_PASSWORD).json().path("token").asString();
    assertThat(anyone.as(again).get("/api/users").status()).isEqualTo(200);
  }
}
