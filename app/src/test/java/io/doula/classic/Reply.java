package io.doula.classic;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** All that came back on one connection, until it was closed; nothing when it was just closed. */
public record Reply(byte[] raw) {

  boolean isNothing() {
    return raw.length == 0;
  }

  public int status() {
    return isNothing() ? 0 : Integer.parseInt(head().substring(9, 12));
  }

  /** How many answers with this status there are: several requests may have been sent at once. */
  int count(int status) {
    return latin().split("HTTP/1\\.1 " + status, -1).length - 1;
  }

  public List<String> headers(String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return head()
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .toList();
  }

  /** The header's only value; fails when it is missing or doubled. */
  public String header(String name) {
    List<String> values = headers(name);
    if (values.size() != 1) {
      throw new AssertionError(name + " is there " + values.size() + " times:\n" + head());
    }
    return values.get(0);
  }

  public JsonNode json() {
    return new JsonMapper().readTree(body());
  }

  public String text() {
    return new String(body(), StandardCharsets.UTF_8);
  }

  byte[] body() {
    byte[] body = Arrays.copyOfRange(raw, end() + 4, raw.length);
    if (headers("Transfer-Encoding").contains("chunked")) {
      body = unchunked(body);
    }
    return headers("Content-Encoding").contains("gzip") ? unzipped(body) : body;
  }

  private String head() {
    return latin().substring(0, end());
  }

  private int end() {
    int end = latin().indexOf("\r\n\r\n");
    if (end < 0) {
      throw new AssertionError("no whole answer: " + latin());
    }
    return end;
  }

  private String latin() {
    return new String(raw, StandardCharsets.ISO_8859_1);
  }

  private static byte[] unchunked(byte[] body) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    String text = new String(body, StandardCharsets.ISO_8859_1);
    int at = 0;
    while (true) {
      int line = text.indexOf("\r\n", at);
      int size = Integer.parseInt(text.substring(at, line), 16);
      if (size == 0) {
        return whole.toByteArray();
      }
      whole.write(body, line + 2, size);
      at = line + 2 + size + 2;
    }
  }

  private static byte[] unzipped(byte[] body) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError("not zipped", e);
    }
  }

  @Override
  public String toString() {
    return isNothing() ? "nothing" : head();
  }
}
