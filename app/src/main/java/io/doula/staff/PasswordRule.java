package io.doula.staff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Which passwords may be had, after what NIST SP 800-63B says of lists of refused passwords: long
 * enough, not known from breaches (also not a known word padded with digits), not of the names that
 * everybody here knows, no repetition. It asks for no mixture of characters and no change after a
 * time.
 */
@Component
class PasswordRule {
  static final int MIN_LENGTH = 12;
  static final int MAX_LENGTH = 128;

  /** So many letters and digits must be left beside the names. */
  private static final int BESIDE_NAMES = 8;

  private static final int SHORTEST_NAME = 4;
  private static final String PROGRAM = "doula";
  private static final Pattern REPEATED = Pattern.compile("(.{1,6}?)\\1+");
  private static final Pattern NO_LETTER_OR_DIGIT = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern PADDING = Pattern.compile("^[^\\p{L}]+|[^\\p{L}]+$");

  private final KnownPasswords known;

  PasswordRule(KnownPasswords known) {
    this.known = known;
  }

  /**
   * @param names the user name and the names of her clinics
   */
  Optional<PasswordFault> fault(String password, Collection<String> names) {
    String plain = password.toLowerCase(Locale.ROOT);
    int length = password.codePointCount(0, password.length());
    if (length < MIN_LENGTH || length > MAX_LENGTH) {
      return Optional.of(PasswordFault.LENGTH);
    }
    if (isOfNames(plain, names)) {
      return Optional.of(PasswordFault.NAMES);
    }
    if (REPEATED.matcher(plain).matches()) {
      return Optional.of(PasswordFault.REPEATED);
    }
    return known.has(plain) || known.has(PADDING.matcher(plain).replaceAll(""))
        ? Optional.of(PasswordFault.KNOWN)
        : Optional.empty();
  }

  private static boolean isOfNames(String plain, Collection<String> names) {
    String left = plain;
    for (String name : words(names)) {
      left = left.replace(name, "");
    }
    int count = NO_LETTER_OR_DIGIT.matcher(left).replaceAll("").length();
    return left.length() < plain.length() && count < BESIDE_NAMES;
  }

  /** Whole names first, then their words. */
  private static List<String> words(Collection<String> names) {
    List<String> words = new ArrayList<>(List.of(PROGRAM));
    for (String name : names) {
      String plain = name.toLowerCase(Locale.ROOT).strip();
      words.add(plain);
      words.addAll(List.of(NO_LETTER_OR_DIGIT.split(plain)));
    }
    words.removeIf(word -> word.length() < SHORTEST_NAME);
    words.sort((a, b) -> b.length() - a.length());
    return words;
  }
}
