package io.doula.classic;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Someone who calls at the gate, from an address of its own, and may send what no client would. */
public record Caller(Gate gate, String address, String askedFor) {

  public static Caller of(Gate gate) {
    return new Caller(gate, "127.0.0.1", Gate.NAME);
  }

  /** The same from another address: limits are counted by address. */
  public Caller from(String otherAddress) {
    return new Caller(gate, otherAddress, askedFor);
  }

  /** The same who asks for another certificate. */
  Caller askingFor(String name) {
    return new Caller(gate, address, name);
  }

  public Reply get(String path, String... headers) {
    return send("GET", path, new byte[0], headers);
  }

  public Reply post(String path, byte[] body, String... headers) {
    return send("POST", path, body, headers);
  }

  public Reply send(String method, String path, byte[] body, String... headers) {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: ").append(Gate.NAME);
    head.append("\r\nConnection: close\r\n");
    if (body.length > 0 || method.equals("POST")) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    return exchange(this::secure, start, body);
  }

  /** Sends exactly this through TLS. */
  Reply raw(String request) {
    return exchange(this::secure, request.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends exactly this to port 80. */
  Reply plain(String request) {
    return plain(gate.http, request.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends exactly this, without TLS. */
  Reply plain(int port, byte[] request) {
    return exchange(() -> connected(port), request);
  }

  /** The first byte that answers this, sent without TLS; -1 when it is closed. */
  int firstByte(int port, byte[] request) throws IOException {
    try (Socket socket = connected(port)) {
      socket.getOutputStream().write(request);
      return socket.getInputStream().read();
    }
  }

  /** A TLS connection, which the caller closes. */
  SSLSocket secure() throws IOException {
    return secure(parameters -> {});
  }

  SSLSocket secure(Consumer<SSLParameters> change) throws IOException {
    Socket plain = connected(gate.https);
    SSLSocket secure =
        (SSLSocket)
            gate.certificate
                .trusting()
                .getSocketFactory()
                .createSocket(plain, askedFor, gate.https, true);
    SSLParameters parameters = secure.getSSLParameters();
    if (!askedFor.isEmpty()) {
      parameters.setServerNames(List.of(new SNIHostName(askedFor)));
    }
    change.accept(parameters);
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }

  private Socket connected(int port) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(address, 0));
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    socket.setSoTimeout(60_000);
    return socket;
  }

  private interface Connection {
    Socket open() throws IOException;
  }

  private static Reply exchange(Connection connection, byte[]... parts) {
    try (Socket socket = connection.open()) {
      try {
        for (byte[] part : parts) {
          socket.getOutputStream().write(part);
        }
        socket.getOutputStream().flush();
      } catch (IOException refusedWhileSending) {
        // what it said before it closed is still there
      }
      return until(socket);
    } catch (javax.net.ssl.SSLException refused) {
      return new Reply(new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What comes until the other side closes, in whatever way. */
  static Reply until(Socket socket) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] some = new byte[16 * 1024];
    try {
      for (int n = socket.getInputStream().read(some); n >= 0; ) {
        all.write(some, 0, n);
        n = socket.getInputStream().read(some);
      }
    } catch (java.net.SocketTimeoutException e) {
      throw e;
    } catch (IOException cut) {
      // a reset closes as well
    }
    return new Reply(all.toByteArray());
  }
}
