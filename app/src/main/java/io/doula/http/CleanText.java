package io.doula.http;

import io.doula.core.Invalid;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Refuses text that no database column can hold (NUL, half a surrogate pair) wherever it stands.
 */
final class CleanText {
  private static final String RULE = "must not contain NUL or half a character (a lone surrogate)";
  private static final int MAX_DEPTH = 32;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(100)
                  .build())
          .build();

  private CleanText() {}

  static boolean holds(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)
          && (++i == text.length() || !Character.isLowSurrogate(text.charAt(i)))) {
        return false;
      }
    }
    return true;
  }

  /**
   * @throws Invalid naming the field, when the text can't be stored
   */
  static void check(String text, String field) {
    if (!holds(text)) {
      throw new Invalid(field, RULE);
    }
  }

  /**
   * Reads a JSON body once, for its form alone: UTF-8, well formed, no field twice, at most 32
   * levels deep, every text storable.
   *
   * @throws Invalid naming the field, or no field when the body as a whole is broken
   */
  static void checkJson(byte[] body) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
    } catch (CharacterCodingException e) {
      throw new Invalid("", "the body is not UTF-8");
    }
    if (isWide(body)) {
      throw new Invalid("", "the body is not UTF-8");
    }
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), body)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING || token == JsonToken.PROPERTY_NAME) {
          check(parser.getString(), printable(path(parser.streamReadContext())));
        } else if (token == JsonToken.VALUE_NUMBER_FLOAT
            && !Double.isFinite(parser.getDoubleValue())) {
          throw new Invalid(printable(path(parser.streamReadContext())), "is too large a number");
        }
      }
    } catch (JacksonException e) {
      throw new Invalid("", fault(e));
    }
  }

  /** UTF-16 or UTF-32, which a parser would guess: every second byte of "{" at the latest is 0. */
  private static boolean isWide(byte[] body) {
    return body.length > 1 && (body[0] == 0 || body[1] == 0);
  }

  private static String fault(JacksonException e) {
    String place =
        e.getLocation() == null
            ? ""
            : ", line " + e.getLocation().getLineNr() + " column " + e.getLocation().getColumnNr();
    String original = String.valueOf(e.getOriginalMessage());
    if (original.startsWith("Duplicate Object property")) {
      return "the body has a field twice" + place;
    }
    if (original.contains("nesting depth")) {
      return "the body is nested more than " + MAX_DEPTH + " levels deep";
    }
    return "the body is not well-formed JSON" + place;
  }

  private static String path(TokenStreamContext innermost) {
    Deque<TokenStreamContext> contexts = new ArrayDeque<>();
    for (TokenStreamContext c = innermost; c != null; c = c.getParent()) {
      contexts.push(c);
    }
    StringBuilder path = new StringBuilder();
    for (TokenStreamContext c : contexts) {
      if (c.inArray()) {
        path.append('[').append(c.getCurrentIndex()).append(']');
      } else if (c.inObject() && c.currentName() != null) {
        path.append(path.isEmpty() ? "" : ".").append(c.currentName());
      }
    }
    return path.toString();
  }

  private static String printable(String path) {
    StringBuilder printable = new StringBuilder();
    for (char c : path.toCharArray()) {
      printable.append(Character.isSurrogate(c) || Character.isISOControl(c) ? '\uFFFD' : c);
    }
    return printable.toString();
  }
}
