package io.doula.bench.provider;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Speaks the sending half of WhatsApp's Cloud API on 127.0.0.1. Each worker gets an address of its
 * own, so that it is known who asked.
 */
public final class Provider implements AutoCloseable {
  public static final String PHONE_NUMBER_ID = "100200300";
  public static final String TOKEN = "bench-token";

  private static final Pattern PATH =
      Pattern.compile("/([a-z0-9]+)/v[0-9.]+/" + PHONE_NUMBER_ID + "/messages");
  private static final Pattern CORRELATION =
      Pattern.compile("\"biz_opaque_callback_data\"\\s*:\\s*\"([0-9]+):([0-9]+)\"");
  private static final Pattern TO = Pattern.compile("\"to\"\\s*:\\s*\"\\+?([0-9]+)\"");

  private final Ledger ledger;
  private final Statuses statuses;
  private final int port;
  private final AtomicLong ids = new AtomicLong();
  private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
  private final Map<String, Trap> traps = new ConcurrentHashMap<>();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final Set<Long> refusedForGood = ConcurrentHashMap.newKeySet();
  private final AtomicInteger misunderstood = new AtomicInteger();
  private volatile Weather weather = Weather.fair(Duration.ofMillis(50));
  private volatile @Nullable ServerSocket door;

  /** Opens on a free port. */
  public Provider(Ledger ledger, Statuses statuses) throws IOException {
    this.ledger = ledger;
    this.statuses = statuses;
    this.port = open(0);
  }

  /** The base address for one worker: letters and digits. */
  public String url(String worker) {
    return "http://127.0.0.1:%d/%s".formatted(port, worker);
  }

  public void weather(Weather now) {
    weather = now;
  }

  public void set(String worker, Trap trap) {
    traps.put(worker, trap);
  }

  /** How many requests of this worker were read. */
  public int requests(String worker) {
    return counter(worker).get();
  }

  /** Reminders that were refused for good: theirs is to end as failed. */
  public Set<Long> refusedForGood() {
    return refusedForGood;
  }

  /** Requests that were not as Meta wants them; each was answered with 400. */
  public int misunderstood() {
    return misunderstood.get();
  }

  /** Down: connections break, new ones are refused. */
  public void shut() throws IOException {
    ServerSocket open = door;
    if (open != null) {
      open.close();
    }
    for (Socket connection : connections) {
      connection.close();
    }
  }

  /** Up again, on the same port. */
  public void reopen() throws IOException {
    open(port);
  }

  private int open(int wanted) throws IOException {
    ServerSocket opened = new ServerSocket();
    opened.setReuseAddress(true);
    opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 1024);
    door = opened;
    start("provider", () -> answer(opened));
    return opened.getLocalPort();
  }

  private void answer(ServerSocket opened) {
    while (!opened.isClosed()) {
      try {
        Socket connection = opened.accept();
        connections.add(connection);
        start("connection", () -> converse(connection));
      } catch (IOException e) {
        // closed, or a client that was gone before it was met
      }
    }
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void converse(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(connection.getInputStream(), 4096);
      while (answered(connection, Http.read(in))) {
        // the next request on this connection
      }
    } catch (IOException e) {
      // the client closed it, or was killed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(connection);
    }
  }

  /** False where the connection is to break. */
  private boolean answered(Socket connection, Http.Request request)
      throws IOException, InterruptedException {
    Instant readAt = Instant.now();
    Matcher path = PATH.matcher(request.path());
    Matcher correlation = CORRELATION.matcher(request.body());
    Matcher to = TO.matcher(request.body());
    if (!path.matches() || !correlation.find() || !to.find() || !isTemplate(request)) {
      misunderstood.incrementAndGet();
      write(connection, Conduct.NOT_REACHABLE.refusal());
      return true;
    }
    String worker = path.group(1);
    int count = counter(worker).incrementAndGet();
    Trap trap = traps.get(worker);
    if (trap != null && trap.springs(Trap.Moment.READ, count)) {
      trap.kill().run();
      return false;
    }
    Conduct conduct = trap != null && trap.request() == count ? Conduct.ACCEPT : weather.next();
    long reminder = Long.parseLong(correlation.group(1));
    String wamid = "wamid.bench" + ids.incrementAndGet();
    if (conduct.accepts()) {
      Acceptance taken =
          new Acceptance(
              readAt,
              reminder,
              Integer.parseInt(correlation.group(2)),
              wamid,
              to.group(1),
              conduct);
      ledger.add(taken);
      statuses.follow(taken);
    } else if (conduct == Conduct.NOT_REACHABLE) {
      refusedForGood.add(reminder);
    }
    if (trap != null && trap.springs(Trap.Moment.ACCEPTED, count)) {
      trap.kill().run();
      return false;
    }
    boolean goesOn = conclude(connection, conduct, to.group(1), wamid);
    if (trap != null && trap.springs(Trap.Moment.ANSWERED, count)) {
      trap.kill().run();
    }
    return goesOn;
  }

  private boolean conclude(Socket connection, Conduct conduct, String to, String wamid)
      throws IOException, InterruptedException {
    Weather now = weather;
    switch (conduct) {
      case ACCEPT_THEN_CUT, CUT:
        return false;
      case ACCEPT_THEN_HANG, HANG:
        Thread.sleep(now.hangs().toMillis());
        return false;
      case ACCEPT:
        Thread.sleep(now.answersAfter().toMillis());
        write(connection, Http.response(200, taken(to, wamid)));
        return true;
      default:
        Thread.sleep(now.answersAfter().toMillis());
        write(connection, conduct.refusal());
        return true;
    }
  }

  private static boolean isTemplate(Http.Request request) {
    return request.body().contains("\"template\"")
        && request.body().contains("\"messaging_product\"")
        && ("Bearer " + TOKEN).equals(request.headers().get("authorization"));
  }

  private static String taken(String to, String wamid) {
    return "{\"messaging_product\":\"whatsapp\",\"contacts\":[{\"input\":\"%s\",\"wa_id\":\"%s\"}],\"messages\":[{\"id\":\"%s\",\"message_status\":\"accepted\"}]}"
        .formatted(to, to, wamid);
  }

  private static void write(Socket connection, String answer) throws IOException {
    connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
  }

  private AtomicInteger counter(String worker) {
    return requests.computeIfAbsent(worker, name -> new AtomicInteger());
  }

  @Override
  public void close() throws IOException {
    shut();
  }
}
