package io.doula.queue;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The Redis that {@code REDIS_URL} names. Nothing of it is made before the first connection: a
 * snapshot of the started program holds no threads, connections or random numbers of this.
 */
final class RedisServer implements AutoCloseable {
  /** Connecting, and any command that does not wait by itself. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  private final RedisURI uri;
  private @Nullable ClientResources threads;
  private @Nullable RedisClient client;
  private volatile boolean closed;

  RedisServer(RedisURI uri) {
    this.uri = uri;
  }

  /** Host and port, without login. */
  String address() {
    return uri.getHost() + ":" + uri.getPort() + (uri.isSsl() ? " (TLS)" : "");
  }

  /** A new connection, soon; it does not mend itself. */
  synchronized CompletableFuture<StatefulRedisConnection<String, String>> connect() {
    if (closed) {
      return CompletableFuture.failedFuture(new IllegalStateException("closed"));
    }
    if (client == null) {
      threads = threads();
      client = RedisClient.create(threads);
      client.setOptions(options());
    }
    return client.connectAsync(StringCodec.UTF8, uri).toCompletableFuture();
  }

  /** Ends a connection, also one that is still being made; nobody waits for that. */
  @SuppressWarnings("FutureReturnValueIgnored")
  void giveBack(CompletableFuture<StatefulRedisConnection<String, String>> connection) {
    connection.thenAccept(
        open -> {
          // once all is closed there is nothing left to give back
          if (!closed) {
            open.closeAsync();
          }
        });
  }

  /** Netty's own resolver reads neither the hosts file's later changes nor the JVM's settings. */
  private static ClientResources threads() {
    return ClientResources.builder()
        .ioThreadPoolSize(2)
        .computationThreadPoolSize(2)
        .addressResolverGroup(DefaultAddressResolverGroup.INSTANCE)
        .build();
  }

  /**
   * Commands are bounded where they are asked, because one of them waits on purpose; a broken
   * connection fails at once instead of gathering commands. RESP3 is a must: over RESP2 Lettuce
   * 7.5.2 loses all entries of a read but the last (redis/lettuce#3800).
   */
  private static ClientOptions options() {
    return ClientOptions.builder()
        .autoReconnect(false)
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .protocolVersion(ProtocolVersion.RESP3)
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        .timeoutOptions(TimeoutOptions.create())
        .socketOptions(SocketOptions.builder().connectTimeout(PATIENCE).keepAlive(true).build())
        .build();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.shutdown(Duration.ZERO, PATIENCE);
    }
    if (threads != null) {
      threads.shutdown(0, PATIENCE.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
  }
}
