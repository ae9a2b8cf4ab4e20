package io.doula.functions.gateway;

/** How long an answer may be, and what is said in place of one that is longer. */
final class AnswerLength {
  /** Lambda hands on 6 MB (6,291,556 bytes of JSON); the rest is for headers. */
  private static final int MOST = 6_200_000;

  static final String TOO_MUCH =
      """
      {"type":"about:blank","title":"Bad Request","status":400,\
      "detail":"the answer is longer than 6 MB: ask for less, for example for one clinic or one page"}""";

  private AnswerLength() {}

  static boolean isTooMuch(byte[] body) {
    return lengthAsJson(body) > MOST;
  }

  private static long lengthAsJson(byte[] bytes) {
    long length = bytes.length;
    for (byte b : bytes) {
      length += b == '"' || b == '\\' || b == '\n' || b == '\r' || b == '\t' ? 1 : 0;
    }
    return length;
  }
}
