package io.doula.functions.contract;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one door's answers have told so far, by name, and the texts of the cases filled with it:
 * {@code {{mother}}} is what a case caught as {@code mother}. Besides names there are
 *
 * <ul>
 *   <li>{@code {{day -3}}}: the date three days ago in Nairobi, where the cases' clinics are;
 *   <li>{@code {{repeat 1000 x}}}: a text a thousand times;
 *   <li>{@code {{lines 1 1000 a,#,b}}}: a thousand lines, # being their number;
 *   <li>{@code {{unsubscribe 7}}}: the token in mother 7's link that ends her messages;
 *   <li>{@code {{bytes ED A0 80}}}: these bytes, in a request alone.
 * </ul>
 */
final class Words {
  private static final ZoneId NAIROBI = ZoneId.of("Africa/Nairobi");
  private static final Pattern NAME = Pattern.compile("\\{\\{([a-z][a-z0-9-]*)}}");
  private static final Pattern CALL = Pattern.compile("\\{\\{([a-z]+) ([^}]*)}}");

  private final Map<String, String> caught = new LinkedHashMap<>();
  private final LocalDate today = LocalDate.now(NAIROBI);

  void put(String name, String value) {
    caught.put(name, value);
  }

  /** Everything caught so far, by name. */
  Map<String, String> caught() {
    return caught;
  }

  String fill(String text) {
    return new String(fillBytes(text), StandardCharsets.UTF_8);
  }

  byte[] fillBytes(String text) {
    String named = NAME.matcher(text).replaceAll(m -> Matcher.quoteReplacement(named(m.group(1))));
    ByteArrayOutputStream filled = new ByteArrayOutputStream();
    Matcher call = CALL.matcher(named);
    int at = 0;
    while (call.find()) {
      filled.writeBytes(named.substring(at, call.start()).getBytes(StandardCharsets.UTF_8));
      filled.writeBytes(called(call.group(1), call.group(2)));
      at = call.end();
    }
    filled.writeBytes(named.substring(at).getBytes(StandardCharsets.UTF_8));
    return filled.toByteArray();
  }

  private String named(String name) {
    String value = caught.get(name);
    if (value == null) {
      throw new AssertionError("no case before this one caught " + name);
    }
    return value;
  }

  private byte[] called(String what, String with) {
    String[] parts = with.split(" ", 3);
    return switch (what) {
      case "day" -> utf8(today.plusDays(Integer.parseInt(with)).toString());
      case "repeat" ->
          utf8(with.substring(with.indexOf(' ') + 1).repeat(Integer.parseInt(parts[0])));
      case "lines" -> utf8(lines(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), parts[2]));
      case "unsubscribe" -> utf8(unsubscribe(Long.parseLong(with)));
      case "bytes" -> HexFormat.of().parseHex(with.replace(" ", ""));
      default -> throw new AssertionError("the cases know no " + what);
    };
  }

  private static String lines(int first, int last, String line) {
    StringBuilder lines = new StringBuilder();
    for (int i = first; i <= last; i++) {
      lines.append(line.replace("#", Integer.toString(i))).append('\n');
    }
    return lines.toString();
  }

  /** As io.doula.reminder.Unsubscribing makes it; no answer shows it, only a mail. */
  private static String unsubscribe(long mother) {
    byte[] id = ByteBuffer.allocate(Long.BYTES).putLong(mother).array();
    byte[] purpose = "unsubscribe\0".getBytes(StandardCharsets.UTF_8);
    byte[] seal = Seals.hmac(Settings.SECRET_KEY, purpose, id);
    byte[] token = ByteBuffer.allocate(Long.BYTES + 16).put(id).put(seal, 0, 16).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
