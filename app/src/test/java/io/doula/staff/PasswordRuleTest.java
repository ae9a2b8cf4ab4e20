package io.doula.staff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRuleTest {
  private final KnownPasswords known = new KnownPasswords();
  private final PasswordRule rule = new PasswordRule(known);

  private Optional<PasswordFault> fault(String password) {
    return rule.fault(password, List.of("amina.o", "Kibera Health Centre"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "qwerty123456",
        "QWERTY123456",
        "1qaz2wsx3edc",
        "motherfucker",
        "password1234",
        "iloveyou1234",
        "sonyericsson",
        "123456789012"
      })
  void aKnownPasswordIsRefusedInWhateverCase(String password) {
    assertThat(fault(password)).contains(PasswordFault.KNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "letmein12345",
        "Sunshine-2026!",
        "2026!Monkey!2026",
        "passw0rd1234",
        "!!!dragon!!!"
      })
  void aKnownWordWithDigitsAroundItIsKnown(String password) {
    assertThat(fault(password)).contains(PasswordFault.KNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Doula-doula-1",
        "doula1234567",
        "amina.o12345",
        "AMINA.O-amina.o",
        "KiberaHealth1",
        "kibera-2026-!",
        "Kibera Health Centre",
        "health centre 1"
      })
  void namesThatEverybodyHereKnowsAreNotEnough(String password) {
    assertThat(fault(password)).contains(PasswordFault.NAMES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zzzzzzzzzzzzz", "xyxyxyxyxyxyxy", "ab1ab1ab1ab1", "kuku77kuku77"})
  void aShortTextOverAndOverIsShort(String password) {
    assertThat(fault(password)).contains(PasswordFault.REPEATED);
  }

  @Test
  void lengthIsCountedInCharactersAsPeopleSeeThem() {
    assertThat(fault("eleven char")).contains(PasswordFault.LENGTH);
    assertThat(fault("twelve chars")).isEmpty();
    assertThat(fault("🙂🙃😉😊😇🥰")).contains(PasswordFault.LENGTH);
    assertThat(fault("a b".repeat(42) + "cd")).isEmpty();
    assertThat(fault("a b".repeat(42) + "cde")).contains(PasswordFault.LENGTH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "correct horse battery",
        "mvua kubwa ya masika",
        "kibera rain on tin roofs",
        "amina.o likes mangoes",
        "pluie sur le toit de tôle",
        "नीला पहाड़ और नदी",
        "m8x3w-k2v9p-7h4tq-zr6bn"
      })
  void whatOneMakesUpIsGood(String password) {
    assertThat(fault(password)).isEmpty();
  }

  @Test
  void theListIsThere() {
    assertThat(known.size()).isGreaterThan(50_000);
  }
}
