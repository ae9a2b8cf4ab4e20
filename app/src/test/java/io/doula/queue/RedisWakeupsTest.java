package io.doula.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.doula.testing.EmbeddedRedis;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Wake-ups on a real Redis, also on one that dies. */
@Timeout(30)
class RedisWakeupsTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofHours(1);
  private static final Hint ONE = new Hint(12, 3, "whatsapp");
  private static final Hint TWO = new Hint(13, 1, "sms");

  @TempDir private static Path folder;
  private static EmbeddedRedis redis;
  private static RedisClient client;

  private final List<RedisWakeups> opened = new ArrayList<>();
  private StatefulRedisConnection<String, String> connection;
  private RedisCommands<String, String> commands;

  @BeforeAll
  static void aRedis() throws Exception {
    redis = EmbeddedRedis.in(folder);
    assumeTrue(redis.start(), "Redis can't run on this machine");
    client = RedisClient.create(redis.url());
    client.setOptions(ClientOptions.builder().autoReconnect(false).build());
  }

  @AfterAll
  static void noRedis() {
    if (client != null) {
      client.shutdown();
    }
    redis.close();
  }

  @BeforeEach
  void empty() {
    connection = client.connect();
    commands = connection.sync();
    commands.flushall();
  }

  @AfterEach
  void close() {
    opened.forEach(RedisWakeups::close);
    connection.close();
  }

  @Test
  void whatIsPublishedIsTakenAndGoneOnceItIsDone() throws Exception {
    RedisWakeups beat = wakeups(LONG);
    RedisWakeups worker = wakeups(LONG);
    beat.publish(List.of(ONE, TWO));
    Wakeups.Wake wake = worker.take(SOON).orElseThrow();
    assertThat(wake.hints()).containsExactly(ONE, TWO);
    assertThat(pending()).isEqualTo(2);
    wake.done();
    assertThat(pending()).isZero();
    assertThat(commands.xlen(RedisWakeups.STREAM)).isZero();
    assertThat(worker.take(SHORT)).isEmpty();
  }

  @Test
  void aWorkerThatWaitsIsWokenAtOnce() throws Exception {
    RedisWakeups worker = wakeups(LONG);
    CompletableFuture<Optional<Wakeups.Wake>> waiting = async(() -> take(worker, LONG));
    await().until(() -> commands.clientList().contains("cmd=xreadgroup"));
    wakeups(LONG).publish(List.of(ONE));
    assertThat(waiting.get(2, TimeUnit.SECONDS).orElseThrow().hints()).containsExactly(ONE);
  }

  @Test
  void theStreamHoldsIdsAndTheChannelAndNothingElse() {
    RedisWakeups beat = wakeups(LONG);
    beat.publish(List.of(ONE, new Hint(77, 1, "whatsapp")));
    assertThat(entries())
        .singleElement()
        .extracting(StreamMessage::getBody)
        .isEqualTo(Map.of("channel", "whatsapp", "due", "12:3,77:1"));
  }

  @Test
  void aHundredHintsOfAChannelShareAnEntry() throws Exception {
    List<Hint> herd = IntStream.range(0, 250).mapToObj(n -> new Hint(n, 1, "sms")).toList();
    wakeups(LONG).publish(herd);
    assertThat(entries()).hasSize(3);
    assertThat(wakeups(LONG).take(SOON).orElseThrow().hints()).isEqualTo(herd);
  }

  @Test
  void twoWorkersShareTheWork() throws Exception {
    List<Hint> all = IntStream.range(0, 15).mapToObj(n -> new Hint(n, 1, "sms")).toList();
    all.forEach(hint -> wakeups(LONG, opened).publish(List.of(hint)));
    List<Hint> first = wakeups(LONG).take(SOON).orElseThrow().hints();
    List<Hint> second = wakeups(LONG).take(SOON).orElseThrow().hints();
    assertThat(first).isNotEmpty();
    assertThat(second).isNotEmpty();
    assertThat(Stream.concat(first.stream(), second.stream()))
        .containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void whatADeadWorkerTookComesToAnother() throws Exception {
    RedisWakeups dead = wakeups(LONG);
    dead.publish(List.of(ONE));
    dead.take(SOON).orElseThrow();
    dead.close();
    assertThat(wakeups(LONG).take(SHORT)).isEmpty();
    Wakeups.Wake wake = wakeups(Duration.ofMillis(200)).take(SOON).orElseThrow();
    assertThat(wake.hints()).containsExactly(ONE);
    wake.done();
    assertThat(pending()).isZero();
  }

  @Test
  void aConsumerThatIsGoneIsForgottenUnlessSomethingOfItsIsPending() throws Exception {
    RedisWakeups gone = wakeups(LONG);
    gone.publish(List.of(ONE));
    gone.take(SOON).orElseThrow().done();
    RedisWakeups busy = wakeups(LONG);
    busy.publish(List.of(TWO));
    busy.take(SOON).orElseThrow();
    RedisWakeups other = new RedisWakeups(server(redis.url()), LONG, Duration.ofMillis(1));
    opened.add(other);
    assertThat(consumers()).isEqualTo(2);
    other.take(SHORT);
    assertThat(consumers()).isEqualTo(1);
    assertThat(pending()).isEqualTo(1);
  }

  @Test
  void itTellsWhoListensAndWhatLiesThere() throws Exception {
    RedisWakeups beat = wakeups(LONG);
    assertThat(beat.look()).contains(new Wakeups.Standing(0, List.of()));
    beat.publish(List.of(ONE, TWO));
    assertThat(beat.look()).contains(new Wakeups.Standing(2, List.of()));

    RedisWakeups worker = wakeups(LONG);
    Wakeups.Wake wake = worker.take(SOON).orElseThrow();
    beat.publish(List.of(ONE));
    Wakeups.Standing busy = beat.look().orElseThrow();
    assertThat(busy.waiting()).isEqualTo(1);
    assertThat(busy.consumers())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.name()).startsWith(InetAddress.getLocalHost().getHostName() + "-");
              assertThat(one.pending()).isEqualTo(2);
              assertThat(one.idle()).isLessThan(SOON);
            });
    wake.done();
    assertThat(beat.look().orElseThrow().consumers().get(0).pending()).isZero();
  }

  @Test
  void anAbsentRedisTellsNothing() {
    RedisWakeups nowhere = new RedisWakeups(server("redis://127.0.0.1:1"), LONG, LONG);
    opened.add(nowhere);
    assertThat(nowhere.look()).isEmpty();
  }

  @Test
  void aFlushedRedisIsSetUpAnew() throws Exception {
    RedisWakeups worker = wakeups(LONG);
    CompletableFuture<Optional<Wakeups.Wake>> waiting = async(() -> take(worker, LONG));
    await().until(() -> commands.clientList().contains("cmd=xreadgroup"));
    commands.flushall();
    worker.publish(List.of(ONE));
    assertThat(waiting.get(5, TimeUnit.SECONDS).orElseThrow().hints()).containsExactly(ONE);
    commands.flushall();
    worker.publish(List.of(TWO));
    assertThat(worker.take(SOON).orElseThrow().hints()).containsExactly(TWO);
  }

  @Test
  void aRedisThatDiesIsToldOfOnceAndUsedAgainWhenItIsBack() throws Exception {
    RedisWakeups worker = wakeups(LONG);
    worker.publish(List.of(ONE));
    worker.take(SOON).orElseThrow().done();
    try (Heard heard = new Heard()) {
      CompletableFuture<Optional<Wakeups.Wake>> waiting = async(() -> take(worker, LONG));
      redis.kill();
      await().until(() -> !heard.lines().isEmpty());
      for (int n = 0; n < 100; n++) {
        worker.publish(List.of(ONE));
      }
      redis.start();
      await()
          .atMost(Duration.ofSeconds(15))
          .until(
              () -> {
                worker.publish(List.of(TWO));
                return waiting.isDone();
              });
      assertThat(waiting.get().orElseThrow().hints()).contains(TWO);
      await().until(() -> heard.lines().size() == 2);
      assertThat(heard.lines().get(0)).contains("does not do its work", "Nothing is lost");
      assertThat(heard.lines().get(1)).contains("works again");
    }
  }

  @Test
  void aRedisThatIsNotThereAtTheStartIsUsedWhenItComes() throws Exception {
    try (EmbeddedRedis late = EmbeddedRedis.in(folder);
        Heard heard = new Heard()) {
      RedisWakeups worker = new RedisWakeups(server(late.url()), LONG, LONG);
      opened.add(worker);
      worker.publish(List.of(ONE));
      assertThat(worker.take(SHORT)).isEmpty();
      assertThat(heard.lines())
          .singleElement()
          .asString()
          .contains("Check that it runs and that REDIS_URL names it");
      late.start();
      await()
          .until(
              () -> {
                worker.publish(List.of(TWO));
                return worker.take(SHORT).isPresent();
              });
    }
  }

  @Test
  void whileRedisIsAwayTakeWaitsAndDoesNotSpin() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    try (ServerSocket refusing = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      async(() -> countAndHangUp(refusing, tries));
      RedisWakeups worker =
          new RedisWakeups(server("redis://127.0.0.1:" + refusing.getLocalPort()), LONG, LONG);
      opened.add(worker);
      long waited = millis(() -> assertThat(take(worker, Duration.ofMillis(900))).isEmpty());
      assertThat(waited).isBetween(890L, 2500L);
      assertThat(tries.get()).isBetween(1, 5);
    }
  }

  private static int countAndHangUp(ServerSocket refusing, AtomicInteger tries) {
    try {
      while (true) {
        refusing.accept().close();
        tries.incrementAndGet();
      }
    } catch (IOException closed) {
      return tries.get();
    }
  }

  @Test
  void aRedisThatHangsDelaysPublishingByAboutASecondAndOnlyOnce() throws Exception {
    try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      RedisWakeups beat =
          new RedisWakeups(server("redis://127.0.0.1:" + hanging.getLocalPort()), LONG, LONG);
      opened.add(beat);
      assertThat(millis(() -> beat.publish(List.of(ONE)))).isBetween(900L, 2000L);
      assertThat(millis(() -> beat.publish(List.of(ONE)))).isLessThan(100L);
    }
  }

  @Test
  void anEntryThatCanNotBeReadIsDroppedAndToldOfById() throws Exception {
    RedisWakeups worker = wakeups(LONG);
    String odd = commands.xadd(RedisWakeups.STREAM, Map.of("name", "Neema"));
    String broken =
        commands.xadd(RedisWakeups.STREAM, Map.of("channel", "sms", "due", "12:3,Neema"));
    worker.publish(List.of(ONE));
    try (Heard heard = new Heard()) {
      assertThat(worker.take(SOON).orElseThrow().hints()).containsExactly(ONE);
      assertThat(heard.lines()).hasSize(1);
      assertThat(heard.lines().get(0)).contains(odd, broken).doesNotContain("Neema");
    }
    assertThat(pending()).isEqualTo(1);
    assertThat(entries()).hasSize(1);
  }

  @Test
  void withNobodyToTakeThemHintsDoNotPileUp() {
    RedisWakeups beat = wakeups(LONG);
    for (int n = 0; n < 6; n++) {
      beat.publish(IntStream.range(0, 2000).mapToObj(c -> new Hint(c, 1, "c" + c)).toList());
    }
    assertThat(commands.xlen(RedisWakeups.STREAM)).isBetween(5_000L, 10_200L);
  }

  @Test
  void aPasswordThatIsRefusedIsNotLogged() throws Exception {
    String url = redis.url().replace("//", "//nurse:Geheim-77@");
    try (Heard heard = new Heard()) {
      RedisWakeups worker = new RedisWakeups(server(url), LONG, LONG);
      opened.add(worker);
      worker.publish(List.of(ONE));
      worker.take(SHORT);
      assertThat(heard.lines()).singleElement().asString().contains("REDIS_URL");
      assertThat(heard.lines().toString()).doesNotContain("Geheim", "nurse");
    }
  }

  @Test
  void takingEndsAtOnceWhenItIsInterruptedOrClosed() throws Exception {
    RedisWakeups worker = wakeups(LONG);
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () ->
                assertThatThrownBy(() -> worker.take(LONG))
                    .isInstanceOf(InterruptedException.class)
                    .satisfies(e -> interrupted.countDown()));
    thread.start();
    await().until(() -> commands.clientList().contains("cmd=xreadgroup"));
    thread.interrupt();
    assertThat(interrupted.await(1, TimeUnit.SECONDS)).isTrue();
    await().until(() -> !commands.clientList().contains("cmd=xreadgroup"));

    CompletableFuture<Optional<Wakeups.Wake>> waiting = async(() -> take(worker, LONG));
    await().until(() -> commands.clientList().contains("cmd=xreadgroup"));
    try (Heard heard = new Heard()) {
      worker.close();
      assertThat(waiting.get(2, TimeUnit.SECONDS)).isEmpty();
      worker.publish(List.of(ONE));
      assertThat(worker.take(LONG)).isEmpty();
      assertThat(heard.lines()).isEmpty();
    }
  }

  private RedisWakeups wakeups(Duration lease) {
    return wakeups(lease, opened);
  }

  private static RedisWakeups wakeups(Duration lease, List<RedisWakeups> opened) {
    RedisWakeups made = new RedisWakeups(server(redis.url()), lease, LONG);
    opened.add(made);
    return made;
  }

  private static RedisServer server(String url) {
    RedisURI uri = RedisURI.create(url);
    uri.setTimeout(RedisServer.PATIENCE);
    return new RedisServer(uri);
  }

  private List<StreamMessage<String, String>> entries() {
    return commands.xrange(RedisWakeups.STREAM, Range.unbounded());
  }

  private long pending() {
    return commands.xpending(RedisWakeups.STREAM, RedisGroup.NAME).getCount();
  }

  private int consumers() {
    return commands.xinfoConsumers(RedisWakeups.STREAM, RedisGroup.NAME).size();
  }

  private static Optional<Wakeups.Wake> take(Wakeups wakeups, Duration atMost) {
    try {
      return wakeups.take(atMost);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> CompletableFuture<T> async(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, work2 -> new Thread(work2).start());
  }

  private static long millis(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
