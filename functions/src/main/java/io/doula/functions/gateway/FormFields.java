package io.doula.functions.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A form's fields, read as strictly as Tomcat reads them. */
final class FormFields {
  /** As many parameters as Tomcat takes. */
  private static final int MOST = 1000;

  private final Map<String, List<String>> fields = new LinkedHashMap<>();
  private int count;

  /**
   * @throws IllegalStateException when there are too many
   */
  void add(String name, String value) {
    if (++count > MOST) {
      throw new IllegalStateException("more than " + MOST + " parameters");
    }
    fields.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
  }

  /**
   * Adds what a body of application/x-www-form-urlencoded holds.
   *
   * @throws IllegalArgumentException when a sign is cut off, or a text is not UTF-8
   */
  void addAll(byte[] form) {
    for (String pair : new String(form, StandardCharsets.ISO_8859_1).split("&")) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (!name.isEmpty()) {
        add(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
  }

  Map<String, String[]> map() {
    Map<String, String[]> map = new LinkedHashMap<>();
    fields.forEach((name, values) -> map.put(name, values.toArray(String[]::new)));
    return map;
  }

  private static String decoded(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        if (i + 2 >= text.length()) {
          throw new IllegalArgumentException("a sign is cut off");
        }
        bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else {
        bytes.write(c == '+' ? ' ' : c);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a field is not UTF-8", e);
    }
  }
}
