package io.doula.functions.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Speaks HTTP over a socket of its own, one connection a request: what is odd goes out as odd as it
 * was written, and nothing that comes back is made to fit.
 */
final class Wire {
  private static final int PATIENCE_MILLIS = 60_000;

  private Wire() {}

  /** Sends these very bytes, waits until the other side has closed, and reads what it said. */
  static Answer send(URI base, byte[] request, boolean headOnly) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(new InetSocketAddress(base.getHost(), base.getPort()), PATIENCE_MILLIS);
      try {
        socket.getOutputStream().write(request);
        socket.getOutputStream().flush();
      } catch (IOException refusedHalfWay) {
        // a body that is too large may be answered before it was taken: the answer says it
      }
      return read(socket.getInputStream().readAllBytes(), headOnly);
    }
  }

  static Answer read(byte[] all, boolean headOnly) throws IOException {
    int end = indexOf(all, "\r\n\r\n", 0);
    if (end < 0) {
      throw new IOException("no whole answer: " + new String(all, StandardCharsets.UTF_8));
    }
    String[] lines = new String(all, 0, end, StandardCharsets.UTF_8).split("\r\n");
    int status = Integer.parseInt(lines[0].split(" ")[1]);
    byte[] rest = Arrays.copyOfRange(all, end + 4, all.length);
    if (status / 100 == 1) {
      return read(rest, headOnly);
    }
    List<Answer.Header> headers = new ArrayList<>();
    for (String line : Arrays.asList(lines).subList(1, lines.length)) {
      int colon = line.indexOf(':');
      headers.add(new Answer.Header(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return unframed(new Answer(status, List.copyOf(headers), rest), headOnly);
  }

  private static Answer unframed(Answer answer, boolean headOnly) throws IOException {
    boolean chunked = answer.all("Transfer-Encoding").contains("chunked");
    boolean bodiless = headOnly || answer.status() == 204 || answer.status() == 304;
    List<String> lengths = answer.all("Content-Length");
    if (bodiless) {
      if (answer.body().length > 0) {
        throw new IOException("a body where none may be:\n" + answer);
      }
    } else if (chunked) {
      return new Answer(answer.status(), answer.headers(), unchunked(answer.body()));
    } else if (!lengths.isEmpty()
        && !lengths.equals(List.of(Integer.toString(answer.body().length)))) {
      throw new IOException(answer.body().length + " bytes, and not the length told:\n" + answer);
    }
    return answer;
  }

  private static byte[] unchunked(byte[] framed) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int at = 0;
    while (true) {
      int end = indexOf(framed, "\r\n", at);
      if (end < 0) {
        throw new IOException("the answer's chunks break off");
      }
      String size = new String(framed, at, end - at, StandardCharsets.US_ASCII);
      int length = Integer.parseInt(size.split(";")[0].strip(), 16);
      if (length == 0) {
        return body.toByteArray();
      }
      body.write(framed, end + 2, length);
      at = end + 2 + length + 2;
    }
  }

  private static int indexOf(byte[] bytes, String text, int from) {
    byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
    for (int i = from; i <= bytes.length - wanted.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }
}
