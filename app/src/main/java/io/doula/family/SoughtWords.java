package io.doula.family;

import io.doula.core.Invalid;
import io.doula.core.Texts;
import java.text.Normalizer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What somebody looks for: parts of a name in any order, of a mother, her baby or the caregiver, in
 * any case and with or without accents; a phone however it is written, or its last digits; a number
 * in another register; an id.
 *
 * @param words parts of a name, for {@code like}
 * @param whole a part of a number in another register, for {@code like}
 * @param digits a part of a phone, for {@code like}; null when it can't be one
 * @param id null when it can't be one
 */
record SoughtWords(
    String[] words, @Nullable String whole, @Nullable String digits, @Nullable Long id) {

  /** A condition on the columns of {@code mother m}. */
  static final String SQL =
      """
      (cardinality(cast(:words as text[])) = 0
        or m.plain_name like all (select lower(w) from unnest(cast(:words as text[])) as w)
        or lower(m.caregiver_name) like all (select lower(w) from unnest(cast(:words as text[])) as w)
        or exists (
          select from baby b
          where b.mother_id = m.id
            and b.plain_name like all (select lower(w) from unnest(cast(:words as text[])) as w))
        or lower(m.external_id) like lower(cast(:whole as text))
        or m.phone like cast(:digits as text)
        or m.caregiver_phone like cast(:digits as text)
        or m.id = cast(:id as bigint))
      """;

  private static final int SHORTEST_NUMBER = 3;

  /**
   * @param q null or blank: all are sought
   * @throws Invalid when it can't be looked for
   */
  static SoughtWords of(@Nullable String q) {
    String text = Texts.clean(q);
    if (text == null) {
      return new SoughtWords(new String[0], null, null, null);
    }
    String fault = Texts.fault(text, Fields.LONGEST_NAME);
    if (fault != null) {
      throw new Invalid("q", fault);
    }
    return new SoughtWords(
        Arrays.stream(plain(text).split("\\s+")).map(SoughtWords::part).toArray(String[]::new),
        part(text),
        digits(text),
        text.matches("[1-9][0-9]{0,17}") ? Long.valueOf(text) : null);
  }

  JdbcClient.StatementSpec in(JdbcClient.StatementSpec statement) {
    return statement
        .param("words", words)
        .param("whole", whole)
        .param("digits", digits)
        .param("id", id);
  }

  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("[\\u0300-\\u036f]", "");
  }

  /** A phone is kept with its country: a 0 or 00 in front is none of it. */
  private static @Nullable String digits(String text) {
    if (!text.matches("\\+?[0-9 ()./-]+")) {
      return null;
    }
    String digits = text.replaceAll("\\(0\\)|[^0-9]", "").replaceAll("^0+", "");
    return digits.length() < SHORTEST_NUMBER ? null : "%" + digits + "%";
  }

  private static String part(String text) {
    return "%" + text.replaceAll("([\\\\%_])", "\\\\$1") + "%";
  }
}
