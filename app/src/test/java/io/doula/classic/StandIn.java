package io.doula.classic;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands where the program would, on a unix socket, and remembers what it was sent. */
final class StandIn implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: *(\\d+)");

  /** A request's head and how long its body was. */
  record Heard(String head, int body) {
    List<String> headers(String name) {
      String start = name.toLowerCase(java.util.Locale.ROOT) + ":";
      return head.lines()
          .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()).strip())
          .toList();
    }
  }

  final List<Heard> heard = new CopyOnWriteArrayList<>();

  /** Until it opens, requests for /hold get no answer. */
  final CountDownLatch held = new CountDownLatch(1);

  private final ServerSocketChannel door;
  private final boolean hangsUp;

  private StandIn(ServerSocketChannel door, SocketAddress address, boolean hangsUp)
      throws IOException {
    this.door = door.bind(address, 1024);
    this.hangsUp = hangsUp;
    daemon(this::listen);
  }

  /** Answers everything with 200. */
  static StandIn at(Path socket) {
    return made(socket, false);
  }

  /** Reads each request to its end and closes without an answer. */
  static StandIn hangingUpAt(Path socket) {
    return made(socket, true);
  }

  /** On a free port, as the program on another machine. */
  static StandIn onAPort() throws IOException {
    return new StandIn(ServerSocketChannel.open(), new InetSocketAddress("127.0.0.1", 0), false);
  }

  private static StandIn made(Path socket, boolean hangsUp) {
    try {
      return new StandIn(
          ServerSocketChannel.open(StandardProtocolFamily.UNIX),
          UnixDomainSocketAddress.of(socket),
          hangsUp);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() throws IOException {
    return ((InetSocketAddress) door.getLocalAddress()).getPort();
  }

  Heard last() {
    return heard.get(heard.size() - 1);
  }

  private void listen() throws IOException {
    while (door.isOpen()) {
      SocketChannel caller = door.accept();
      daemon(() -> converse(caller));
    }
  }

  private void converse(SocketChannel caller) throws IOException {
    try (caller) {
      InputStream in = new java.io.BufferedInputStream(Channels.newInputStream(caller));
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        Matcher length = LENGTH.matcher(head);
        int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
        in.readNBytes(body);
        heard.add(new Heard(head, body));
        if (hangsUp) {
          return;
        }
        if (head.startsWith("GET /hold")) {
          held.await();
        }
        answer(caller, head);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(SocketChannel caller, String head) throws IOException {
    String text = head.contains(" /api/") ? "[" + "1,".repeat(2000) + "1]" : "a page ".repeat(400);
    String type = head.contains(" /api/") ? "application/json" : "text/html;charset=UTF-8";
    String answer =
        "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nETag: \"7\"\r\nX-Frame-Options: DENY\r\n"
            + "Strict-Transport-Security: max-age=1\r\nContent-Length: %d\r\n\r\n%s";
    ByteBuffer bytes =
        ByteBuffer.wrap(
            answer
                .formatted(type, text.length(), head.startsWith("HEAD") ? "" : text)
                .getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining()) {
      caller.write(bytes);
    }
  }

  /** Empty at the end. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int last = 0;
    for (int b = in.read(); b >= 0; b = in.read()) {
      head.write(b);
      last = (last << 8) | b;
      if (last == 0x0d0a0d0a) {
        return head.toString(StandardCharsets.ISO_8859_1);
      }
    }
    return "";
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException gone) {
                // the other side went away, or the test is over
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    held.countDown();
    door.close();
  }
}
