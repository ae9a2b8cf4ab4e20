package io.doula.fuzz;

import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Values that are none, kept as JSON text so that they may be no JSON either. */
final class Odd {
  static final List<String> DAYS =
      List.of(
          "2026-02-30",
          "2026-13-01",
          "2026-00-10",
          "2026-01-32",
          "0000-01-01",
          "-0001-01-01",
          "+999999999-12-31",
          "-999999999-01-01",
          "10000-01-01",
          "1899-12-31",
          "2200-01-01",
          "2026-2-3",
          "20260203",
          "26-02-03",
          "2026-02-03T00:00",
          "2026-02-03T24:00:00Z",
          "2026-W05-2",
          "2026-034",
          "03/02/2026",
          "२०२६-०२-०३",
          "2026\u201102\u201103",
          " 2026-02-03",
          "2026-02-03 ",
          "2026-02-03\n",
          "2026-02-29",
          "",
          "today",
          "1e400",
          "9999999999999");

  static final List<String> TIMES =
      List.of("24:00", "25:00", "8:30", "08.30", "08:60", "08:30Z", "08:30:61", "0830", "", "noon");

  static final List<String> IDS =
      List.of(
          "-1",
          "0",
          "00",
          "01",
          "9223372036854775808",
          "99999999999999999999999999",
          "-9223372036854775808",
          "\u0661\u0662",
          "\uff11\uff12",
          "1.0",
          "1e3",
          "0x1",
          "+1",
          "1 ",
          " 1",
          "1,2",
          "abc",
          "null",
          "undefined",
          "NaN",
          "",
          "1'--",
          "00000000-0000-0000-0000-000000000000");

  static final List<String> CURSORS =
      List.of(
          "x",
          "",
          "%00",
          "====",
          "c1",
          base64("c"),
          base64("c1.5"),
          base64("c-1"),
          base64("c+1"),
          base64("c99999999999999999999"),
          base64("d1"),
          base64("1"),
          base64("c\u0661") + "!",
          "A".repeat(3000));

  static final List<String> NUMBERS =
      List.of(
          "1e400",
          "-1e400",
          "1e-400",
          "1" + "0".repeat(99),
          "1" + "0".repeat(2000),
          "9223372036854775808",
          "2147483648",
          "-2147483649",
          "1.5",
          "1e5",
          "1.0",
          "NaN",
          "Infinity",
          "-Infinity",
          "0x1F",
          "01",
          "+1",
          ".5",
          "1.",
          "-",
          "1_000",
          "\"12\"",
          "\"\"",
          "\u0661");

  /** Texts that nothing can hold: each with the name of what it is. */
  static final Map<String, String> UNSTORABLE =
      Map.of(
          "NUL", "a\\u0000b",
          "high surrogate", "a\\ud800b",
          "low surrogate", "a\\udc00b",
          "surrogates turned round", "\\udc00\\ud800",
          "raw control character", "a\u0001b",
          "raw line feed", "a\nb",
          "unknown escape", "a\\xb",
          "short escape", "a\\u12",
          "open text", "a\\");

  /** Texts that a field may hold or refuse, but never choke on. */
  static final List<String> STRANGE =
      List.of(
          "\\u0001\\u001f\\u007f",
          "\\u202eabc\\u202d",
          "\\u2066abc\\u2069\\u200f",
          "\\uffff\\ufffe",
          "\\ufeff",
          "\\u2028\\u2029",
          "\\u200b\\u200b",
          "   ",
          "\\t\\r\\n",
          "a\\r\\nSet-Cookie: x=1",
          "\\ud83d\\udc76\\ud83c\\udffd\\u200d\\ud83d\\udc69",
          "e" + "\\u0301".repeat(300),
          "' or 1=1 --",
          "\\\"; drop table mother; --",
          "<script>alert(1)</script>",
          "${jndi:ldap://127.0.0.1/a}",
          "#{7*7}{{7*7}}${7*7}%{7*7}",
          "=cmd|' /C calc'!A0",
          "../../../../etc/passwd",
          "%s%n%x",
          "\\\\u0000",
          "İıſß",
          "");

  static final List<String> PERCENTS =
      List.of(
          "%", "%z", "%zz", "%0", "%u0041", "%00", "a%00b", "%ED%A0%80", "%C0%80", "%ff", "%E2%82");

  private Odd() {}

  /** Bytes that are no UTF-8, in the text of which each char is a byte. */
  static final List<String> BROKEN_UTF8 =
      List.of(
          "\u00ff",
          "\u00c0\u0080",
          "\u00ed\u00a0\u0080",
          "\u00e2\u0082",
          "\u00f5\u0080\u0080\u0080",
          "\u0080",
          "\u00fe\u00ff");

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
