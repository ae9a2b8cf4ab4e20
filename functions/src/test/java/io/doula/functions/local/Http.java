package io.doula.functions.local;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A small HTTP/1.1 server on 127.0.0.1. The JDK's own parses paths, renames headers and sends head
 * and body apart; here a request is handed on as it came, and an answer leaves in one piece (in
 * two, Nagle's algorithm adds 40 ms to a call).
 */
final class Http implements AutoCloseable {
  private static final int HEAD_LIMIT = 64 * 1024;

  /** Answers one request; an exception is answered with 500. */
  interface Handler {
    Reply answer(Request request) throws Exception;
  }

  /** A header as it was sent; the name keeps its case. */
  record Header(String name, String value) {}

  /** A request: {@code target} is the raw path and query, {@code headers} are in their order. */
  record Request(
      String method,
      String target,
      String protocol,
      List<Header> headers,
      byte[] body,
      String peer) {

    /** The first value of the header, or an empty string. */
    String header(String name) {
      return headers.stream()
          .filter(header -> header.name().equalsIgnoreCase(name))
          .map(Header::value)
          .findFirst()
          .orElse("");
    }
  }

  /** An answer; Content-Length is added on the way out. */
  record Reply(int status, List<Header> headers, byte[] body) {
    static Reply json(int status, String body) {
      return new Reply(
          status,
          List.of(new Header("Content-Type", "application/json")),
          body.getBytes(StandardCharsets.UTF_8));
    }
  }

  private final ServerSocket socket;
  private final Handler handler;
  private final int bodyLimit;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads;

  private Http(ServerSocket socket, Handler handler, int bodyLimit) {
    this.socket = socket;
    this.handler = handler;
    this.bodyLimit = bodyLimit;
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "http-" + socket.getLocalPort());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Listens on the port of 127.0.0.1, 0 for any free one. A body of more than {@code bodyLimit}
   * bytes is refused with 413.
   */
  static Http start(int port, int bodyLimit, Handler handler) throws IOException {
    Http http =
        new Http(
            new ServerSocket(port, 128, InetAddress.getByName("127.0.0.1")), handler, bodyLimit);
    http.threads.execute(http::accept);
    return http;
  }

  int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() {
    closeQuietly(socket);
    open.forEach(Http::closeQuietly);
    threads.shutdownNow();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        open.add(client);
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(client.getInputStream());
      while (answerOne(client, in)) {
        // the connection is kept for the next request
      }
    } catch (IOException | NumberFormatException e) {
      return; // the client went away, or speaks no HTTP
    } finally {
      open.remove(client);
    }
  }

  private boolean answerOne(Socket client, InputStream in) throws IOException {
    String line = line(in);
    if (line.isEmpty()) {
      return false;
    }
    String[] words = line.split(" ");
    List<Header> headers = headers(in);
    OutputStream out = client.getOutputStream();
    if (words.length != 3) {
      write(out, "GET", Reply.json(400, "{\"message\":\"Bad Request\"}"), false);
      return false;
    }
    Request request =
        new Request(
            words[0],
            words[1],
            words[2],
            headers,
            new byte[0],
            client.getInetAddress().getHostAddress());
    if (request.header("Expect").equalsIgnoreCase("100-continue")) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }
    byte[] body = body(in, request);
    boolean keep =
        body.length <= bodyLimit
            && !request.header("Connection").equalsIgnoreCase("close")
            && !words[2].equals("HTTP/1.0");
    write(out, words[0], body.length > bodyLimit ? tooLarge() : answered(request, body), keep);
    return keep;
  }

  private static Reply tooLarge() {
    return Reply.json(413, "{\"message\":\"Request Entity Too Large\"}");
  }

  private Reply answered(Request head, byte[] body) {
    try {
      return handler.answer(
          new Request(
              head.method(), head.target(), head.protocol(), head.headers(), body, head.peer()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reply.json(503, "{\"message\":\"Service Unavailable\"}");
    } catch (Exception e) {
      System.err.println("A local server failed: " + e);
      return Reply.json(500, "{\"message\":\"Internal Server Error\"}");
    }
  }

  private static void write(OutputStream out, String method, Reply reply, boolean keep)
      throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " \r\n");
    reply
        .headers()
        .forEach(h -> head.append(h.name()).append(": ").append(h.value()).append("\r\n"));
    boolean bodiless = reply.status() == 204 || reply.status() == 304;
    if (!bodiless) {
      head.append("Content-Length: ").append(reply.body().length).append("\r\n");
    }
    head.append(keep ? "\r\n" : "Connection: close\r\n\r\n");
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(head.toString().getBytes(StandardCharsets.UTF_8));
    if (!bodiless && !method.equals("HEAD")) {
      whole.write(reply.body());
    }
    whole.writeTo(out);
    out.flush();
  }

  private static List<Header> headers(InputStream in) throws IOException {
    List<Header> headers = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("not a header");
      }
      headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return headers;
  }

  /** One byte over the limit at most: so a body that is too large shows itself by its length. */
  private byte[] body(InputStream in, Request request) throws IOException {
    if (request.header("Transfer-Encoding").toLowerCase(Locale.ROOT).contains("chunked")) {
      return chunked(in);
    }
    String length = request.header("Content-Length");
    long wanted = length.isEmpty() ? 0 : Long.parseLong(length);
    byte[] body = in.readNBytes((int) Math.min(wanted, bodyLimit + 1L));
    // what a client still sends is read, else it would see a reset and no answer
    in.skipNBytes(Math.min(wanted - body.length, 4L * bodyLimit));
    return body;
  }

  private byte[] chunked(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(in).replaceAll(";.*", "").strip(), 16);
      byte[] chunk = in.readNBytes(size);
      line(in);
      if (size == 0 || body.size() > bodyLimit) {
        return body.toByteArray();
      }
      body.write(chunk);
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (line.size() > HEAD_LIMIT) {
        throw new IOException("head too large");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private static void closeQuietly(java.io.Closeable closed) {
    try {
      closed.close();
    } catch (IOException e) {
      System.err.println("A local server did not close: " + e.getMessage());
    }
  }
}
