package io.doula.channel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Stands in for AWS on a socket, down to the byte: it takes each request whole, keeps it, and does
 * with the connection what the test says.
 */
final class AwsPeer implements AutoCloseable {
  /** What becomes of one request. */
  interface Reaction {
    void to(Socket connection) throws IOException;
  }

  record Request(String head, String body) {}

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile IntFunction<Reaction> reactions = n -> accepted();

  AwsPeer() {
    try {
      server = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  String address() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** The same for each request from now on. */
  void reacts(Reaction reaction) {
    reactions = n -> reaction;
  }

  /** By the number of the request, from 1. */
  void reactsByNumber(IntFunction<Reaction> each) {
    reactions = each;
  }

  List<Request> requests() {
    return requests;
  }

  int connections() {
    return connections.get();
  }

  static Reaction accepted() {
    return answer(200, "{\"MessageId\":\"m-1\"}");
  }

  /** An error as AWS's JSON protocol writes it. */
  static Reaction error(int status, String code, String more) {
    return answer(
        status, "{\"__type\":\"" + code + "\",\"Message\":\"to +254700000001\"" + more + "}");
  }

  static Reaction answer(int status, String body) {
    return connection -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      String head =
          "HTTP/1.1 %d X\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: %d\r\n\r\n"
              .formatted(status, bytes.length);
      OutputStream out = connection.getOutputStream();
      out.write((head + body).getBytes(StandardCharsets.UTF_8));
      out.flush();
    };
  }

  /** Half an answer, then the end. */
  static Reaction truncated() {
    return connection -> {
      connection
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Mess".getBytes());
      connection.close();
    };
  }

  static Reaction reset() {
    return connection -> {
      connection.setSoLinger(true, 0);
      connection.close();
    };
  }

  static Reaction end() {
    return Socket::close;
  }

  static Reaction silence() {
    return connection -> {};
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = server.accept();
        connections.incrementAndGet();
        open.add(connection);
        threads.execute(() -> serve(connection));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = connection.getInputStream();
      for (Request request = read(in); request != null; request = read(in)) {
        int number;
        synchronized (requests) {
          requests.add(request);
          number = requests.size();
        }
        reactions.apply(number).to(connection);
        if (connection.isClosed()) {
          return;
        }
      }
    } catch (IOException gone) {
      // the other side went
    }
  }

  private static Request read(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      head.append((char) next);
    }
    int length =
        head.toString()
            .lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
            .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
            .findFirst()
            .orElse(0);
    return new Request(head.toString(), new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket connection : open) {
      connection.close();
    }
    threads.shutdownNow();
  }
}
