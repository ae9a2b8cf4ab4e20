package io.doula.desk.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.Browser;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.Staff;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@DoulaTest
class RegisterPageTest {
  private static final String PAGE = "/app/people/new";

  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired Families families;
  @Autowired JdbcClient jdbc;
  long kibera;
  Browser nurse;

  @BeforeEach
  void aNurse() {
    kibera = families.clinic();
    nurse = new Browser(api);
    nurse.signIn(staff.account(Role.NURSE, kibera).username(), Staff.PASSWORD);
  }

  private String[] form(String... changed) {
    List<String> fields =
        new ArrayList<>(
            List.of(
                "clinicId", Long.toString(kibera),
                "fullName", "Amina Otieno",
                "phone", "0712 345 678",
                "consent", "yes",
                "why", "pregnant",
                "datedBy", "lmp",
                "lmp", "2025-12-01",
                "channels", "sms;whatsapp"));
    for (int i = 0; i < changed.length; i += 2) {
      for (int at = 0; at < fields.size(); at += 2) {
        if (fields.get(at).equals(changed[i])) {
          fields.subList(at, at + 2).clear();
        }
      }
      fields.add(changed[i]);
      fields.add(changed[i + 1]);
    }
    return fields.toArray(String[]::new);
  }

  private Answer register(String... changed) {
    return nurse.submit(PAGE, PAGE, form(changed));
  }

  private int mothers() {
    return jdbc.sql("select count(*) from mother").query(Integer.class).single();
  }

  @Test
  void aPregnantWomanIsRegisteredWithHerNumberAsSheDialsIt() {
    Answer answer = register();

    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("Location")).matches("/app/people/[0-9]+\\?note=registered");
    String page = nurse.get(answer.header("Location")).text();
    assertThat(page)
        .contains("Amina Otieno", "+254 712 345678", "Pregnant, 14+1 weeks")
        .contains("She is registered.", "Antenatal contact");
    assertThat(jdbc.sql("select phone from mother").query(String.class).single())
        .isEqualTo("+254712345678");
  }

  @Test
  void aMotherWithHerBabyIsRegisteredInOneForm() {
    Answer answer =
        register("why", "birth", "birthDate", "2026-03-01", "name", "Nia", "sex", "FEMALE");

    assertThat(nurse.get(answer.header("Location")).text()).contains("Nia, 9 days", "BCG");
  }

  @Test
  void whatIsMissingIsSaidBesideItsFieldAndWhatWasTypedStays() {
    Answer answer = register("phone", "", "consent", "", "lmp", "", "externalId", "card 7");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text())
        .contains("id=\"phone-error\"", "id=\"consent-error\"", "id=\"lmp-error\"")
        .contains("value=\"Amina Otieno\"", "value=\"card 7\"");
    assertThat(mothers()).isZero();
  }

  @Test
  void whatCannotBeIsSaidBesideItsField() {
    assertThat(register("phone", "0712").text()).contains("id=\"phone-error\"");
    assertThat(register("phone", "0800FLOWERS").text()).contains("id=\"phone-error\"");
    assertThat(register("lmp", "2026-12-01").text()).contains("id=\"lmp-error\"");
    assertThat(register("lmp", "99999-12-01").text()).contains("id=\"lmp-error\"");
    assertThat(register("email", "nobody").text()).contains("id=\"email-error\"");
    assertThat(register("why", "").text()).contains("id=\"why-error\"");
    assertThat(register("datedBy", "scan", "scan.date", "2026-03-01", "scan.weeks", "99").text())
        .contains("id=\"scan.weeks-error\"");
    assertThat(register("why", "child", "birthDate", "2027-01-01").text())
        .contains("id=\"birthDate-error\"");
    assertThat(mothers()).isZero();
  }

  @Test
  void whatIsWrongWithAPregnancyLeavesNoMotherBehind() {
    register("lmp", "2024-01-01");

    assertThat(mothers()).isZero();
  }

  @Test
  void whoeverHasThePhoneIsShownBeforeAnotherIsRegistered() {
    long known = families.mother(kibera, "+254712345678");

    Answer answer = register("fullName", "Halima Abdi");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("href=\"/app/people/" + known + "\"", "name=\"shared\"");
    assertThat(mothers()).isEqualTo(1);
    Answer again = register("fullName", "Halima Abdi", "shared", "yes");
    assertThat(again.status()).isEqualTo(302);
    assertThat(nurse.get(again.header("Location")).text())
        .contains("href=\"/app/people/" + known + "\"");
  }

  @Test
  void aPhoneOfAnotherClinicsMotherIsNotToldOf() {
    families.mother(families.clinic(), "+254712345678");

    assertThat(register().status()).isEqualTo(302);
  }

  @Test
  void aFormThatIsSentTwiceRegistersOnce() {
    Matcher key =
        Pattern.compile("name=\"once\" value=\"([^\"]+)\"").matcher(nurse.get(PAGE).text());
    assertThat(key.find()).isTrue();
    String[] form = form("once", key.group(1));

    Answer first = nurse.submit(PAGE, PAGE, form);
    Answer second = nurse.submit(PAGE, PAGE, form);

    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    assertThat(mothers()).isEqualTo(1);
  }

  @Test
  void aDoubleTapRegistersOnce() {
    Matcher key =
        Pattern.compile("name=\"once\" value=\"([^\"]+)\"").matcher(nurse.get(PAGE).text());
    assertThat(key.find()).isTrue();
    String[] form = form("once", key.group(1));

    List<CompletableFuture<Answer>> taps =
        Stream.of(1, 2)
            .map(tap -> CompletableFuture.supplyAsync(() -> nurse.submit(PAGE, PAGE, form)))
            .toList();

    assertThat(taps).allSatisfy(tap -> assertThat(tap.join().status()).isEqualTo(302));
    assertThat(mothers()).isEqualTo(1);
  }

  @Test
  void theOnlyClinicIsChosenAlready() {
    assertThat(nurse.get(PAGE).text())
        .contains("type=\"hidden\" name=\"clinicId\" value=\"" + kibera + "\"");
  }
}
