package io.doula.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP server on a bare socket, so that it can also behave as no library lets it: reset, stop
 * half-way, trickle, never answer. Writes down each request that reached it whole before it
 * answers.
 */
final class HttpPeer implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");

  private final ServerSocket listening;
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private final List<Request> requests = new ArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Manner manner = Manner.of(200, "{}");

  /** What reached the peer. */
  record Request(String head, String body) {
    String line() {
      return head.lines().findFirst().orElse("");
    }
  }

  /** How the peer answers a request that it has read whole. */
  interface Manner {
    void answer(Socket socket) throws IOException, InterruptedException;

    static Manner of(int status, String body, String... headers) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      return socket ->
          write(
              socket,
              "HTTP/1.1 "
                  + status
                  + " X\r\nContent-Type: application/json\r\n"
                  + String.join("", List.of(headers).stream().map(h -> h + "\r\n").toList())
                  + "Content-Length: "
                  + bytes.length
                  + "\r\n\r\n"
                  + body);
    }

    /** These very bytes, and the connection stays. */
    static Manner raw(String answer) {
      return socket -> write(socket, answer);
    }

    static Manner close() {
      return Socket::close;
    }

    static Manner reset() {
      return socket -> {
        socket.setSoLinger(true, 0);
        socket.close();
      };
    }

    static Manner silence() {
      return socket -> Thread.sleep(60_000);
    }

    /** The head, then a byte of body now and then, for ever. */
    static Manner trickle(int status) {
      return socket -> {
        write(socket, "HTTP/1.1 " + status + " X\r\nContent-Length: 100000\r\n\r\n");
        while (true) {
          write(socket, " ");
          Thread.sleep(50);
        }
      };
    }

    /** More than anybody should read. */
    static Manner flood(int status) {
      return socket -> {
        write(socket, "HTTP/1.1 " + status + " X\r\nTransfer-Encoding: chunked\r\n\r\n");
        String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        while (true) {
          write(socket, chunk);
        }
      };
    }

    private static void write(Socket socket, String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    }
  }

  HttpPeer() {
    try {
      listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  HttpPeer answers(Manner next) {
    manner = next;
    return this;
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  int port() {
    return listening.getLocalPort();
  }

  List<Request> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  int connections() {
    return connections.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        connections.incrementAndGet();
        start(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try {
      while (true) {
        String head = head(socket.getInputStream());
        if (head.isEmpty()) {
          return;
        }
        Matcher length = LENGTH.matcher(head);
        int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
        byte[] body = socket.getInputStream().readNBytes(bytes);
        if (body.length < bytes) {
          return;
        }
        synchronized (requests) {
          requests.add(new Request(head, new String(body, StandardCharsets.UTF_8)));
        }
        manner.answer(socket);
      }
    } catch (IOException | InterruptedException e) {
      // the other side went away
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int last4 = 0;
    for (int b = in.read(); b >= 0; b = in.read()) {
      head.write(b);
      last4 = last4 << 8 | b;
      if (last4 == 0x0D0A0D0A) {
        return head.toString(StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "http-peer");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
