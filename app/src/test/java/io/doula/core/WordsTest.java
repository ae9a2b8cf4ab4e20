package io.doula.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+254712345678",
        "+27824526859",
        "+919883690060",
        "+390612345678",
        "+12025550123",
        "+5511987654321",
        "+2389912345"
      })
  void aPhoneNumberIsPlusCountryAndDigits(String phone) {
    assertThat(PhoneNumber.fault(phone)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "'', is missing",
    "'  ', is missing",
    "0712345678, is not E.164",
    "254712345678, is not E.164",
    "+254 712 345678, is not E.164",
    "+254-712-345678, is not E.164",
    "+254(712)345678, is not E.164",
    "+٢٥٤٧١٢٣٤٥٦٧٨, is not E.164",
    "++254712345678, is not E.164",
    "+999712345678, is not E.164",
    "+0712345678, is not E.164",
    "+2540712345678, is not E.164",
    "+254, is too short",
    "+25471234, is too short",
    "+2547123456789012, is too long",
    "+25471234567890123456, is too long"
  })
  void aWrongPhoneNumberHearsWhy(String phone, String why) {
    assertThat(PhoneNumber.fault(phone)).startsWith(why);
  }

  @Test
  void noPhoneNumberIsMissing() {
    assertThat(PhoneNumber.fault(null)).isEqualTo("is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "en",
        "sw",
        "zu",
        "hi",
        "fr",
        "af",
        "am",
        "fr-CD",
        "pt-BR",
        "zh-Hant-TW",
        "luo",
        "es-419"
      })
  void aLanguageIsARealOne(String tag) {
    assertThat(Language.fault(tag)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "xx", "english", "fr_CD", "fr-XQ", "und", "qqq", "e", "-", "en-", "x-doula"})
  void aLanguageThatIsNoneIsRefused(String tag) {
    assertThat(Language.fault(tag)).isNotNull();
  }

  @Test
  void aLanguageIsKeptInItsUsualSpelling() {
    assertThat(Language.tag("FR-cd")).isEqualTo("fr-CD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Africa/Nairobi", "Asia/Kolkata", "America/Argentina/Buenos_Aires", "UTC"})
  void aTimeZoneIsARegion(String zone) {
    assertThat(TimeZones.fault(zone)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+03:00",
        "UTC+3",
        "GMT+3",
        "Z",
        "EST",
        "EST5EDT",
        "Etc/GMT-3",
        "Mars/Olympus",
        "africa/nairobi"
      })
  void aTimeZoneThatIsNoneIsRefused(String zone) {
    assertThat(TimeZones.fault(zone)).isNotNull();
  }

  @Test
  void oneInstantHasTwoDates() {
    var dates = TimeZones.datesAt(Instant.parse("2026-03-10T20:00:00Z"));

    assertThat(dates.get("Africa/Nairobi")).isEqualTo(LocalDate.parse("2026-03-10"));
    assertThat(dates.get("Asia/Kolkata")).isEqualTo(LocalDate.parse("2026-03-11"));
  }

  @Test
  void aCountryHasTwoCapitalLetters() {
    assertThat(Country.fault("KE")).isNull();
    assertThat(Country.fault("ke")).isNotNull();
    assertThat(Country.fault("XX")).isNotNull();
    assertThat(Country.fault(null)).isEqualTo("is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"m1@example.org", "a.b+c@mail.example.co.ke"})
  void anEmailAddressIsOne(String address) {
    assertThat(EmailAddress.fault(address)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.org",
        "a@b",
        "@example.org",
        "a@",
        "a b@example.org",
        "a@example..org",
        "a@example.org\nBcc: b@example.org",
        "<a@example.org>",
        ".a@example.org"
      })
  void anEmailAddressThatIsNoneIsRefused(String address) {
    assertThat(EmailAddress.fault(address)).isNotNull();
  }

  @Test
  void aTextIsKeptComposedAndTrimmed() {
    assertThat(Texts.clean("  Chloe\u0301 ")).isEqualTo("Chlo\u00e9");
    assertThat(Texts.clean(" \u2003 ")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ፀሐይ Chebet", "अनीता शर्मा", "O'Neill", "Mary-Anne", "क्\u200dष", "👩🏽‍🍼"})
  void aNameIsOfAnyScript(String name) {
    assertThat(Texts.fault(name, 200)).isNull();
  }

  @Test
  void aTextThatCantBeShownAgainIsRefused() {
    assertThat(Texts.fault("a\0b", 200)).contains("control");
    assertThat(Texts.fault("a\nb", 200)).contains("control");
    assertThat(Texts.fault("a\u2028b", 200)).contains("control");
    assertThat(Texts.fault("a\u202eb", 200)).contains("control");
    assertThat(Texts.fault("a\ud83d", 200)).contains("surrogate");
    assertThat(Texts.fault("\udc00a", 200)).contains("surrogate");
    assertThat(Texts.fault("\u200b\u200d", 200)).contains("nothing visible");
  }

  @Test
  void lengthsAreCountedInCharactersNotInHalves() {
    assertThat(Texts.fault("👩".repeat(200), 200)).isNull();
    assertThat(Texts.fault("👩".repeat(201), 200)).contains("longer than 200");
  }
}
