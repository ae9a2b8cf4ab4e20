package io.doula.channel;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A body that leaves at most once. As long as the client has not asked for it, nothing that the
 * provider could act on has left the machine: it can be withdrawn, and never leaves then. Once it
 * was handed over it can't be had again, so that no client can repeat the request by itself.
 */
final class OnceBody implements BodyPublisher {
  private enum State {
    HERE,
    HANDED_OVER,
    WITHDRAWN
  }

  private final BodyPublisher bytes;
  private final AtomicReference<State> state = new AtomicReference<>(State.HERE);

  OnceBody(byte[] body) {
    this.bytes = BodyPublishers.ofByteArray(body);
  }

  /**
   * Keeps it here.
   *
   * @return false when it may have left already
   */
  boolean withdraw() {
    return state.compareAndSet(State.HERE, State.WITHDRAWN) || state.get() == State.WITHDRAWN;
  }

  @Override
  public long contentLength() {
    return bytes.contentLength();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> client) {
    if (state.compareAndSet(State.HERE, State.HANDED_OVER)) {
      bytes.subscribe(client);
    } else {
      client.onSubscribe(new Nothing());
      client.onError(new IOException("this request leaves at most once"));
    }
  }

  private static final class Nothing implements Flow.Subscription {
    @Override
    public void request(long count) {}

    @Override
    public void cancel() {}
  }
}
