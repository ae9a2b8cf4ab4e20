package io.doula.message;

import static io.doula.message.Families.THURSDAY;
import static io.doula.message.Families.amina;
import static io.doula.message.MessageKind.DUE;
import static io.doula.message.MessageKind.UPCOMING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesTest {
  private final Messages messages = new Messages();

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "sw, en, sw", "fr-CD, en, fr", "fr_CD, en, fr", "ZU-za, en, zu", "' hi ', en, hi",
        "hi-Deva-IN, en, hi", "am, sw, sw", "null, sw-KE, sw", "'', zu, zu", "!!, fr, fr",
        "am, ti, en", "null, null, en", "swa, hi, hi"
      })
  void theLanguageFallsBackFromHersToTheClinicsToEnglish(
      String wanted, String clinic, String expected) {
    Message message = messages.render(Families.sixWeekVisit(DUE), wanted, clinic);
    assertThat(message.language()).isEqualTo(expected);
    assertThat(message.text())
        .isEqualTo(messages.render(Families.sixWeekVisit(DUE), expected, null).text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en | 2026-08-01 | on Sat 1 Aug for",
        "en | 2028-02-29 | on Tue 29 Feb for",
        "fr | 2026-08-01 | Centre le samedi 1er aout pour",
        "fr | 2028-02-29 | Centre le mardi 29 février pour",
        "hi | 2026-08-01 | कृपया शनिवार 1 अगस्त को",
        "hi | 2028-02-29 | कृपया मंगलवार 29 फ़रवरी को",
        "sw | 2026-08-01 | siku ya Jumamosi 1 Agosti, kwa",
        "sw | 2028-02-29 | siku ya Jumanne 29 Februari, kwa",
        "zu | 2026-08-01 | Centre ngoMgqibelo, 1 Agasti.",
        "zu | 2028-02-29 | Centre ngoLwesibili, 29 Februwari."
      })
  void theDayIsWrittenAsInHerLanguageWhateverTheMachinesLocale(
      String language, LocalDate day, String expected) {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      var facts =
          new MessageFacts(
              "Amina", "Kibera Health Centre", UPCOMING, day, List.of(Due.postnatal("Zawadi")));
      assertThat(messages.render(facts, language, null).text()).contains(expected);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void twinsWhoAreDueTheSameAreNamedTogetherAndTheMotherFirst() {
    assertThat(
            text(
                Due.vaccination("Zawadi", List.of("BCG")),
                Due.postnatal("Zawadi"),
                Due.vaccination("Baraka", List.of("BCG")),
                Due.postnatal(),
                Due.postnatal("Baraka")))
        .contains(
            "for you: postnatal check. For Zawadi and Baraka: check-up, vaccine (BCG). Reply");
  }

  @Test
  void twinsWhoAreDueDifferentThingsAreNamedApart() {
    assertThat(
            text(
                Due.vaccination("Zawadi", List.of("MCV", "YF")),
                Due.vaccination("Baraka", List.of("MCV"))))
        .contains("for Zawadi: vaccines (measles, yellow fever). For Baraka: vaccine (measles).");
  }

  @Test
  void tripletsAreListed() {
    assertThat(text(Due.postnatal("Ana"), Due.postnatal("Bea"), Due.postnatal("Eva")))
        .contains("for Ana, Bea and Eva: check-up.");
  }

  @Test
  void unnamedBabiesAreOneBabyUnlessTheSameIsDueTwice() {
    var measles = Due.vaccination((String) null, List.of("MCV"));
    assertThat(text(Due.postnatal((String) null), measles))
        .contains("for your baby: check-up, vaccine (measles).");
    assertThat(text(measles, measles)).contains("for your babies: vaccine (measles).");
    assertThat(text(Due.postnatal(" "))).contains("for your baby: check-up.");
  }

  @Test
  void theSameVaccineFromSeveralVisitsIsSaidOnce() {
    assertThat(
            text(
                Due.vaccination("Zawadi", List.of("IPV")),
                Due.vaccination("Zawadi", List.of("fIPV", "bOPV"))))
        .contains("for Zawadi: vaccines (polio injection, polio drops).");
  }

  @Test
  void aVitaminIsNoVaccine() {
    assertThat(text(Due.vaccination("Zawadi", List.of("MCV", "VitA"))))
        .contains("for Zawadi: vitamin A, vaccine (measles).");
    assertThat(text(Due.vaccination("Zawadi", List.of("VitA")))).contains("for Zawadi: vitamin A.");
  }

  @ParameterizedTest
  @CsvSource({
    "DTP+HepB+Hib, 5-in-1", "Hib+DTP+HepB, 5-in-1", "DTP+IPV+Hib+HepB, 6-in-1",
    "DTP+Malaria, diphtheria-tetanus-whooping cough+malaria", "Xyz-9, Xyz-9", "MCV+Xyz, measles+Xyz"
  })
  void aCombinationHasAPlainNameAndAnUnknownVaccineItsCode(String code, String name) {
    assertThat(text(Due.vaccination("Zawadi", List.of(code)))).contains("vaccine (" + name + ").");
  }

  @Test
  void namesCannotBreakTheMessage() {
    var facts =
        new MessageFacts(
            "Ami\r\nna\u0000\u202E",
            "St. Mary’s – {date}\n$1 \\",
            UPCOMING,
            THURSDAY,
            List.of(Due.postnatal("{clinic}\u200B\uD83D")));
    assertThat(messages.render(facts, "en", null).text())
        .isEqualTo(
            "Hello Ami na, please visit St. Mary's - {date} $1 \\ on Thu 26 Nov"
                + " for {clinic}: check-up. Reply STOP to stop.");
  }

  @Test
  void veryLongNamesAreCut() {
    var facts =
        new MessageFacts(
            "a".repeat(500),
            "c".repeat(500),
            UPCOMING,
            THURSDAY,
            List.of(Due.postnatal("b".repeat(500))));
    assertThat(messages.render(facts, "en", null).text())
        .contains("Hello " + "a".repeat(40) + ", please visit " + "c".repeat(60) + " on")
        .contains("for " + "b".repeat(40) + ":");
  }

  @Test
  void aNameWithoutAnyVisibleCharacterIsLeftOut() {
    var facts =
        new MessageFacts("\u200B\u200D", "Kibera", UPCOMING, THURSDAY, List.of(Due.antenatal()));
    assertThat(messages.render(facts, "en", null).text())
        .startsWith("Hello there, please visit Kibera on Thu 26 Nov for you: antenatal check.");
  }

  @Test
  void aMessageAboutNothingIsRefused() {
    assertThatThrownBy(() -> amina(DUE)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new MessageFacts("Amina", "\u200B", DUE, THURSDAY, List.of(Due.antenatal())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Due.vaccination("Zawadi", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private String text(Due... dues) {
    return messages.render(amina(UPCOMING, dues), "en", null).text();
  }
}
