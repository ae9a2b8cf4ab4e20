package io.doula.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Reads one answer, up to a size. Its head is known from the moment it came, whatever becomes of
 * the rest.
 */
final class BoundedAnswer implements BodyHandler<byte[]> {
  private final int limit;
  private volatile HttpResponse.@Nullable ResponseInfo head;

  BoundedAnswer(int limit) {
    this.limit = limit;
  }

  HttpResponse.@Nullable ResponseInfo head() {
    return head;
  }

  @Override
  public BodySubscriber<byte[]> apply(HttpResponse.ResponseInfo info) {
    head = info;
    return new Reading(limit);
  }

  private static final class Reading implements BodySubscriber<byte[]> {
    private final int limit;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private Flow.@Nullable Subscription bytes;

    Reading(int limit) {
      this.limit = limit;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
      return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      bytes = subscription;
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
      for (ByteBuffer part : parts) {
        if (read.size() + part.remaining() > limit) {
          tooLong();
          return;
        }
        byte[] chunk = new byte[part.remaining()];
        part.get(chunk);
        read.writeBytes(chunk);
      }
    }

    private void tooLong() {
      if (bytes != null) {
        bytes.cancel();
      }
      whole.completeExceptionally(new IOException("the answer is too long"));
    }

    @Override
    public void onError(Throwable fault) {
      whole.completeExceptionally(fault);
    }

    @Override
    public void onComplete() {
      whole.complete(read.toByteArray());
    }
  }
}
