package io.doula.channel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Watches each call to AWS for the moment after which it may have been accepted: when the first
 * byte of its body is asked for, which the client beneath does only once there is a connection and
 * the head of the request is out. Whatever fails before did not leave. A body that would leave
 * after the deadline (a name server that hung, say) is held back.
 *
 * <p>The SDK makes a call on the thread that asked for it, so the thread knows its call.
 */
final class Departures implements SdkHttpClient {
  private static final ThreadLocal<Departure> CURRENT = ThreadLocal.withInitial(Departure::new);

  private final SdkHttpClient beneath;

  Departures(SdkHttpClient beneath) {
    this.beneath = beneath;
  }

  /** How far a call came. */
  enum Stage {
    /** No request was made yet: credentials, region, signing. */
    PREPARING,
    /** On the way to a connection. */
    CONNECTING,
    /** Something may have left the machine. */
    LEFT
  }

  private static final class Departure {
    private Stage stage = Stage.PREPARING;
    private long end;
  }

  /** Begins a call of this thread. */
  void begin(Duration deadline) {
    Departure departure = CURRENT.get();
    departure.stage = Stage.PREPARING;
    departure.end = System.nanoTime() + deadline.toNanos();
  }

  /** How far this thread's call came. */
  Stage stage() {
    return CURRENT.get().stage;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    HttpExecuteRequest.Builder watched =
        HttpExecuteRequest.builder()
            .request(request.httpRequest())
            .metricCollector(request.metricCollector().orElse(null));
    Optional<ContentStreamProvider> body = request.contentStreamProvider();
    if (body.isPresent()) {
      watched.contentStreamProvider(() -> depart(body.get()));
    }
    return new Watched(beneath.prepareRequest(watched.build()), body.isEmpty());
  }

  private static InputStream depart(ContentStreamProvider body) {
    Departure departure = CURRENT.get();
    if (System.nanoTime() - departure.end >= 0) {
      throw new UncheckedIOException(new IOException("no connection before the deadline"));
    }
    departure.stage = Stage.LEFT;
    return body.newStream();
  }

  private record Watched(ExecutableHttpRequest beneath, boolean bare)
      implements ExecutableHttpRequest {

    @Override
    public HttpExecuteResponse call() throws IOException {
      CURRENT.get().stage = bare ? Stage.LEFT : Stage.CONNECTING;
      return beneath.call();
    }

    @Override
    public void abort() {
      beneath.abort();
    }
  }

  @Override
  public String clientName() {
    return beneath.clientName();
  }

  @Override
  public void close() {
    beneath.close();
  }
}
