package io.doula.channel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A relay that speaks just enough SMTP, and at a chosen step does what a test wants: answers
 * something else, falls silent, trickles, closes or resets the connection.
 */
class SmtpPeer implements AutoCloseable {

  /** What it does instead of the usual answer. */
  interface Turn {
    /**
     * @return whether the connection goes on
     */
    boolean take(Socket socket, OutputStream out) throws IOException, InterruptedException;

    default Turn then(Turn next) {
      return (socket, out) -> take(socket, out) && next.take(socket, out);
    }
  }

  static Turn says(String answer) {
    return (socket, out) -> {
      write(out, answer + "\r\n");
      return true;
    };
  }

  static Turn saysAndCloses(String answer) {
    return (socket, out) -> {
      write(out, answer + "\r\n");
      return false;
    };
  }

  static final Turn SILENCE =
      (socket, out) -> {
        Thread.sleep(60_000);
        return false;
      };

  /** Is silent for a while, then goes on as if nothing had been. */
  static Turn pauses(long millis) {
    return (socket, out) -> {
      Thread.sleep(millis);
      return true;
    };
  }

  static final Turn CLOSE = (socket, out) -> false;

  static final Turn RESET =
      (socket, out) -> {
        socket.setSoLinger(true, 0);
        return false;
      };

  /** Never silent for long, and never done. */
  static final Turn TRICKLE =
      (socket, out) -> {
        for (int i = 0; i < 600; i++) {
          write(out, i % 40 == 0 ? "250-x" : "x");
          if (i % 40 == 39) {
            write(out, "\r\n");
          }
          Thread.sleep(50);
        }
        return false;
      };

  private static final Map<String, String> USUAL =
      Map.ofEntries(
          Map.entry("GREETING", "220 peer"),
          Map.entry("EHLO", "250-peer\r\n250 AUTH PLAIN"),
          Map.entry("STARTTLS", "220 2.0.0 go on"),
          Map.entry("AUTH", "235 2.7.0 fine"),
          Map.entry("MAIL", "250 2.1.0 fine"),
          Map.entry("RCPT", "250 2.1.5 fine"),
          Map.entry("DATA", "354 go on"),
          Map.entry(".", "250 2.0.0 Ok: queued as 4XYZ12"),
          Map.entry("NOOP", "250 2.0.0 fine"),
          Map.entry("RSET", "250 2.0.0 fine"),
          Map.entry("QUIT", "221 2.0.0 bye"));

  final List<String> commands = new CopyOnWriteArrayList<>();
  final AtomicInteger connections = new AtomicInteger();
  final AtomicInteger ends = new AtomicInteger();

  private final Map<String, Turn> turns = new ConcurrentHashMap<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Set<Thread> talks = ConcurrentHashMap.newKeySet();
  private final ServerSocket server;

  SmtpPeer() throws IOException {
    server = new ServerSocket();
    // small, so that a mail that is not read soon stays with who sends it
    server.setReceiveBufferSize(8_192);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    start(this::listen);
  }

  int port() {
    return server.getLocalPort();
  }

  /** From now on does this at that step: GREETING, a command's verb, or the dot. */
  SmtpPeer at(String step, Turn turn) {
    turns.put(step, turn);
    return this;
  }

  SmtpPeer asUsual(String step) {
    turns.remove(step);
    return this;
  }

  /** As a relay does with those that rest too long. */
  void closeAllConnections() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
  }

  int openConnections() {
    return open.size();
  }

  private void listen() {
    try {
      while (true) {
        Socket socket = server.accept();
        connections.incrementAndGet();
        open.add(socket);
        start(() -> talk(socket));
      }
    } catch (IOException e) {
      return; // closed at the test's end
    }
  }

  private void talk(Socket connected) {
    Socket socket = connected;
    try {
      socket.setTcpNoDelay(true);
      boolean goesOn = answer("GREETING", socket, socket.getOutputStream());
      BufferedReader in = reader(socket);
      boolean content = false;
      while (goesOn) {
        String line = in.readLine();
        if (line == null) {
          return;
        }
        if (content && !line.equals(".")) {
          continue;
        }
        commands.add(line);
        String verb = line.split(" ", 2)[0];
        if (verb.equals(".")) {
          ends.incrementAndGet();
        }
        goesOn = answer(verb, socket, socket.getOutputStream());
        content = verb.equals("DATA");
        if (verb.equals("STARTTLS") && goesOn) {
          socket = TestTls.server(socket);
          in = reader(socket);
        }
      }
    } catch (IOException | InterruptedException e) {
      return; // the other side hung up, or the test is over
    } finally {
      open.remove(connected);
      close(connected);
    }
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private boolean answer(String step, Socket socket, OutputStream out)
      throws IOException, InterruptedException {
    return turns
        .getOrDefault(step, says(USUAL.getOrDefault(step, "500 5.5.2 what?")))
        .take(socket, out);
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private void start(Runnable work) {
    Thread thread = new Thread(work, "smtp-peer");
    thread.setDaemon(true);
    talks.add(thread);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    closeAllConnections();
    talks.forEach(Thread::interrupt);
  }
}
