package io.doula.functions.contract;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A case's request as the bytes that go to one door. */
final class Request {
  private static final byte[] LINE_END = {'\r', '\n'};

  private Request() {}

  /**
   * @param host what the Host header says unless the case has its own
   */
  static byte[] bytes(Case asked, Words words, String host) {
    byte[] body = asked.body() == null ? new byte[0] : words.fillBytes(asked.body());
    // as Meta signs what it posts
    words.put("body-hmac", HexFormat.of().formatHex(Seals.hmac(Settings.APP_SECRET, body)));
    List<String> headers = new ArrayList<>(asked.headers());
    boolean chunked = headers.stream().anyMatch(h -> h.equals("Transfer-Encoding: chunked"));
    addUnlessSaid(headers, "Host", host);
    addUnlessSaid(headers, "Connection", "close");
    if (asked.body() != null && !chunked) {
      addUnlessSaid(headers, "Content-Length", Integer.toString(body.length));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String line = asked.requestLine();
    bytes.writeBytes(words.fillBytes(line.contains(" HTTP/") ? line : line + " HTTP/1.1"));
    bytes.writeBytes(LINE_END);
    for (String header : headers) {
      if (!header.endsWith(": -")) {
        bytes.writeBytes(words.fillBytes(header));
        bytes.writeBytes(LINE_END);
      }
    }
    bytes.writeBytes(LINE_END);
    bytes.writeBytes(chunked ? chunks(body) : body);
    return bytes.toByteArray();
  }

  private static void addUnlessSaid(List<String> headers, String name, String value) {
    String start = name + ":";
    if (headers.stream().noneMatch(h -> h.regionMatches(true, 0, start, 0, start.length()))) {
      headers.add(name + ": " + value);
    }
  }

  /** Two chunks, so that neither door may take the first for the whole. */
  private static byte[] chunks(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int half = body.length / 2;
    chunk(bytes, body, 0, half);
    chunk(bytes, body, half, body.length - half);
    bytes.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream bytes, byte[] body, int from, int length) {
    if (length > 0) {
      bytes.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      bytes.write(body, from, length);
      bytes.writeBytes(LINE_END);
    }
  }
}
