package io.doula.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request while it is being written: sound at first, then spoilt in one place. Nothing is held
 * against any rule; what is odd goes out as odd as it was written.
 */
final class Draft {
  private final Operation operation;
  private final List<String> headers = new ArrayList<>();
  private String method;
  private String target;
  private byte @Nullable [] body;
  private @Nullable String contentType;
  private boolean chunked;
  private boolean lengthTold = true;
  private boolean breaksOff;
  private @Nullable String mayPass;
  private boolean mayGoUnanswered;
  private Who who = Who.ADMIN;

  Draft(Operation operation, String target) {
    this.operation = operation;
    this.method = operation.method();
    this.target = target;
  }

  Operation operation() {
    return operation;
  }

  String method() {
    return method;
  }

  Draft method(String other) {
    method = other;
    return this;
  }

  String target() {
    return target;
  }

  Draft target(String other) {
    target = other;
    return this;
  }

  /** Adds to the query, as it is. */
  Draft query(String raw) {
    return target(target + (target.contains("?") ? "&" : "?") + raw);
  }

  Draft header(String name, String value) {
    headers.add(name + ": " + value);
    return this;
  }

  /** Adds a line as it is. */
  Draft line(String raw) {
    headers.add(raw);
    return this;
  }

  Draft without(String name) {
    headers.removeIf(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1));
    return this;
  }

  byte @Nullable [] body() {
    return body;
  }

  Draft body(byte[] bytes) {
    body = bytes;
    return this;
  }

  Draft body(String text) {
    return body(text.getBytes(StandardCharsets.UTF_8));
  }

  Draft type(@Nullable String type) {
    contentType = type;
    return this;
  }

  Draft chunked() {
    chunked = true;
    return this;
  }

  /** The length, if any, is told by a header that was added. */
  Draft lengthUntold() {
    lengthTold = false;
    return this;
  }

  /** After the last byte nothing follows, and the other side is told so. */
  Draft breaksOff() {
    breaksOff = true;
    return this;
  }

  boolean isBrokenOff() {
    return breaksOff;
  }

  /** A 2xx is right too, and why. */
  Draft mayPass(String why) {
    mayPass = why;
    return this;
  }

  @Nullable String whyItMayPass() {
    return mayPass;
  }

  /** What is no HTTP may be left without an answer. */
  Draft mayGoUnanswered() {
    mayGoUnanswered = true;
    return this;
  }

  boolean isAnswerOptional() {
    return mayGoUnanswered;
  }

  Draft by(Who one) {
    who = one;
    return this;
  }

  Who who() {
    return who;
  }

  /** What goes over the wire. */
  byte[] bytes(String host) {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    if (headers.stream().noneMatch(line -> line.regionMatches(true, 0, "host:", 0, 5))) {
      head.append("Host: ").append(host).append("\r\n");
    }
    headers.forEach(line -> head.append(line).append("\r\n"));
    if (contentType != null) {
      head.append("Content-Type: ").append(contentType).append("\r\n");
    }
    byte[] content = body;
    if (content != null && chunked) {
      head.append("Transfer-Encoding: chunked\r\n");
      content = inChunks(content);
    } else if (content != null && lengthTold) {
      head.append("Content-Length: ").append(content.length).append("\r\n");
    }
    head.append("Connection: close\r\n\r\n");
    return joined(head.toString().getBytes(StandardCharsets.UTF_8), content);
  }

  private static byte[] inChunks(byte[] content) {
    ByteArrayOutputStream framed = new ByteArrayOutputStream();
    for (int at = 0; at < content.length; at += 700) {
      int length = Math.min(700, content.length - at);
      framed.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      framed.write(content, at, length);
      framed.writeBytes(new byte[] {'\r', '\n'});
    }
    framed.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return framed.toByteArray();
  }

  private static byte[] joined(byte[] head, byte @Nullable [] content) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head);
    if (content != null) {
      all.writeBytes(content);
    }
    return all.toByteArray();
  }
}
