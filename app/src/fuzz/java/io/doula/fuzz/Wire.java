package io.doula.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Speaks HTTP over a socket of its own, one connection a request. */
final class Wire {
  private final URI base;
  private final int patienceMillis;

  Wire(URI base, int patienceMillis) {
    this.base = base;
    this.patienceMillis = patienceMillis;
  }

  String host() {
    return base.getHost() + ":" + base.getPort();
  }

  /**
   * Sends these very bytes and reads until the other side closes.
   *
   * @param breakOff tells the other side that nothing more will come
   * @throws IOException when there is no whole answer in time
   */
  Reply send(byte[] request, boolean headOnly, boolean breakOff) throws IOException {
    long begun = System.nanoTime();
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(patienceMillis);
      socket.connect(new InetSocketAddress(base.getHost(), base.getPort()), patienceMillis);
      try {
        socket.getOutputStream().write(request);
        socket.getOutputStream().flush();
        if (breakOff) {
          socket.shutdownOutput();
        }
      } catch (IOException refusedHalfWay) {
        // a body that is too large may be answered before it was taken: the answer says it
      }
      byte[] all = read(socket);
      return parsed(all, headOnly, (System.nanoTime() - begun) / 1_000_000);
    }
  }

  private static byte[] read(Socket socket) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] part = new byte[16384];
    try {
      for (int n = socket.getInputStream().read(part);
          n >= 0;
          n = socket.getInputStream().read(part)) {
        all.write(part, 0, n);
      }
    } catch (java.net.SocketException reset) {
      if (all.size() == 0) {
        throw reset;
      }
      // it answered before it had read all, and closed: what came before is the answer
    }
    return all.toByteArray();
  }

  private static Reply parsed(byte[] all, boolean headOnly, long millis) throws IOException {
    int end = indexOf(all, "\r\n\r\n", 0);
    if (end < 0) {
      throw new IOException("no whole answer: " + new String(all, StandardCharsets.UTF_8));
    }
    List<String> lines =
        Arrays.asList(new String(all, 0, end, StandardCharsets.UTF_8).split("\r\n"));
    int status = Integer.parseInt(lines.get(0).split(" ")[1]);
    byte[] rest = Arrays.copyOfRange(all, end + 4, all.length);
    if (status / 100 == 1) {
      return parsed(rest, headOnly, millis);
    }
    Reply reply = new Reply(status, List.copyOf(lines.subList(1, lines.size())), rest, millis);
    if (!headOnly && reply.all("Transfer-Encoding").contains("chunked")) {
      return new Reply(status, reply.headers(), unchunked(rest), millis);
    }
    String length = reply.header("Content-Length");
    if (!headOnly && length != null && Integer.parseInt(length) != rest.length) {
      throw new IOException(rest.length + " bytes of a body that has " + length);
    }
    return reply;
  }

  private static byte[] unchunked(byte[] framed) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int at = 0;
    while (true) {
      int end = indexOf(framed, "\r\n", at);
      if (end < 0) {
        throw new IOException("the answer's chunks break off");
      }
      int length =
          Integer.parseInt(
              new String(framed, at, end - at, StandardCharsets.US_ASCII).split(";")[0].strip(),
              16);
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
