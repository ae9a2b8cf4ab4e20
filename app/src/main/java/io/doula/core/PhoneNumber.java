package io.doula.core;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber;
import org.jspecify.annotations.Nullable;

/**
 * Phone numbers are kept as ITU-T E.164 writes them: {@code +}, the country code, the number,
 * digits only, at most 15. Which lengths a country has, Google's libphonenumber knows.
 */
public final class PhoneNumber {
  private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
  private static final String NOT_E164 =
      "is not E.164: write + and the country code, then digits only, as +254712345678";

  private PhoneNumber() {}

  /**
   * The number as it is kept, from what a person of a country writes: {@code 0712 345 678}, {@code
   * +254 (712) 345-678}.
   *
   * @param country ISO 3166-1 alpha-2; where numbers without a country code are from
   * @return null when it is no phone number
   */
  public static @Nullable String read(@Nullable String text, String country) {
    if (text == null || !text.matches("[+0-9 ()./\\-\u2010-\u2013]+")) {
      return null;
    }
    try {
      String number = NUMBERS.format(NUMBERS.parse(text, country), PhoneNumberFormat.E164);
      return fault(number) == null ? number : null;
    } catch (NumberParseException e) {
      return null;
    }
  }

  /** The number as one reads it aloud: {@code +254 712 345678}; as it is, when it is none. */
  public static String spaced(String number) {
    try {
      return NUMBERS.format(NUMBERS.parse(number, null), PhoneNumberFormat.INTERNATIONAL);
    } catch (NumberParseException e) {
      return number;
    }
  }

  /** What keeps the text from being a phone number, in words for a person; null when it is one. */
  public static @Nullable String fault(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return "is missing";
    }
    if (!text.matches("\\+[0-9]+")) {
      return NOT_E164;
    }
    if (text.length() > 16) {
      return "is too long: E.164 has at most 15 digits";
    }
    try {
      return faultOf(text, NUMBERS.parse(text, null));
    } catch (NumberParseException e) {
      return switch (e.getErrorType()) {
        case INVALID_COUNTRY_CODE -> "is not E.164: no country has this code";
        case TOO_LONG -> "is too long";
        default -> "is too short";
      };
    }
  }

  private static @Nullable String faultOf(String text, Phonenumber.PhoneNumber number) {
    if (!NUMBERS.format(number, PhoneNumberFormat.E164).equals(text)) {
      return "is not E.164: leave out the 0 before the number";
    }
    return switch (NUMBERS.isPossibleNumberWithReason(number)) {
      case IS_POSSIBLE -> text.length() < 8 ? "is too short" : null;
      case TOO_SHORT, IS_POSSIBLE_LOCAL_ONLY -> "is too short for its country";
      case TOO_LONG -> "is too long for its country";
      case INVALID_COUNTRY_CODE -> "is not E.164: no country has this code";
      case INVALID_LENGTH -> "has a length that its country's numbers don't have";
    };
  }
}
