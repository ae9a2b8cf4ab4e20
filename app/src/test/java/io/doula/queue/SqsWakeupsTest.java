package io.doula.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.REDRIVE_POLICY;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.doula.testing.EmbeddedSqs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.DigestUtils;
import software.amazon.awssdk.services.sqs.model.Message;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Wake-ups on a real SQS in this JVM, also on one that is away. */
@Timeout(60)
class SqsWakeupsTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofHours(1);
  private static final Hint ONE = new Hint(12, 3, "whatsapp");
  private static final Hint TWO = new Hint(13, 1, "sms");
  private static final AtomicInteger QUEUES = new AtomicInteger();

  private static EmbeddedSqs sqs;

  private final List<SqsWakeups> opened = new ArrayList<>();
  private String queue;

  @BeforeAll
  static void anSqs() throws Exception {
    sqs = EmbeddedSqs.onFreePort().start();
  }

  @AfterAll
  static void noSqs() {
    sqs.close();
  }

  @BeforeEach
  void aQueueOfItsOwn() {
    queue = "doula-" + QUEUES.incrementAndGet();
    sqs.queue(queue, Map.of());
  }

  @AfterEach
  void close() {
    opened.forEach(SqsWakeups::close);
  }

  @Test
  void whatIsPublishedIsTakenAndGoneOnceItIsDone() throws Exception {
    SqsWakeups worker = wakeups(LONG);
    wakeups(LONG).publish(List.of(ONE, TWO));
    List<Hint> taken = new ArrayList<>();
    while (taken.size() < 2) {
      Wakeups.Wake wake = worker.take(SOON).orElseThrow();
      taken.addAll(wake.hints());
      assertThat(sqs.messages(queue, APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)).isPositive();
      wake.done();
    }
    assertThat(taken).containsExactlyInAnyOrder(ONE, TWO);
    assertThat(sqs.messages(queue, APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)).isZero();
    assertThat(sqs.messages(queue, APPROXIMATE_NUMBER_OF_MESSAGES)).isZero();
  }

  @Test
  void aWorkerThatWaitsIsWokenAtOnce() throws Exception {
    SqsWakeups worker = wakeups(LONG);
    CompletableFuture<Optional<Wakeups.Wake>> waiting = async(() -> take(worker, LONG));
    wakeups(LONG).publish(List.of(ONE));
    assertThat(waiting.get(5, TimeUnit.SECONDS).orElseThrow().hints()).containsExactly(ONE);
  }

  @Test
  void aMessageHoldsIdsAndTheChannelAndNothingElse() {
    wakeups(LONG).publish(List.of(ONE, new Hint(77, 1, "whatsapp")));
    Message message = received();
    assertThat(message.body()).isEqualTo("whatsapp 12:3,77:1");
    assertThat(message.hasMessageAttributes()).isFalse();
  }

  @Test
  void aHerdGoesInFewMessagesAndNoneIsMissing() throws Exception {
    List<Hint> herd = IntStream.range(0, 6_001).mapToObj(n -> new Hint(n, 1, "sms")).toList();
    wakeups(LONG).publish(herd);
    assertThat(sqs.messages(queue, APPROXIMATE_NUMBER_OF_MESSAGES)).isEqualTo(13);
    List<Hint> taken = new ArrayList<>();
    SqsWakeups worker = wakeups(LONG);
    while (taken.size() < herd.size()) {
      taken.addAll(worker.take(SOON).orElseThrow().hints());
    }
    assertThat(taken).containsExactlyInAnyOrderElementsOf(herd);
  }

  @Test
  void whatADeadWorkerTookComesToAnother() throws Exception {
    SqsWakeups dead = wakeups(Duration.ofSeconds(1));
    dead.publish(List.of(ONE));
    dead.take(SOON).orElseThrow();
    dead.close();
    SqsWakeups other = wakeups(LONG);
    assertThat(other.take(SHORT)).isEmpty();
    Wakeups.Wake wake = other.take(SOON).orElseThrow();
    assertThat(wake.hints()).containsExactly(ONE);
    wake.done();
    assertThat(sqs.messages(queue, APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)).isZero();
  }

  @Test
  void aPoisonMessageKeepsNoOtherBackAndEndsInTheDeadLetterQueue() throws Exception {
    String aside = queue + "-dead";
    sqs.queue(aside, Map.of());
    sqs.client()
        .setQueueAttributes(
            set ->
                set.queueUrl(sqs.url(queue))
                    .attributes(
                        Map.of(
                            REDRIVE_POLICY,
                            """
                            {"deadLetterTargetArn":"arn:aws:sqs:elasticmq:000000000000:%s","maxReceiveCount":"2"}
                            """
                                .formatted(aside))));
    sqs.client().sendMessage(m -> m.queueUrl(sqs.url(queue)).messageBody("Neema, at 12:3"));
    SqsWakeups worker = wakeups(Duration.ofSeconds(1));
    worker.publish(List.of(ONE));
    List<Hint> taken = new ArrayList<>();
    try (Heard heard = new Heard()) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                worker
                    .take(Duration.ofSeconds(1))
                    .ifPresent(
                        wake -> {
                          taken.addAll(wake.hints());
                          wake.done();
                        });
                return sqs.messages(aside, APPROXIMATE_NUMBER_OF_MESSAGES) == 1;
              });
      assertThat(taken).containsExactly(ONE);
      assertThat(heard.lines()).hasSize(2).allMatch(line -> line.contains("not hints of Doula's"));
      assertThat(heard.lines().toString()).doesNotContain("Neema");
    }
    assertThat(sqs.messages(queue, APPROXIMATE_NUMBER_OF_MESSAGES)).isZero();
  }

  @Test
  void whatSqsDidNotTakeOfABatchIsSentAgainAndWhatItRefusesIsNot() throws Exception {
    List<List<String>> batches = new CopyOnWriteArrayList<>();
    HttpServer half = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    half.createContext("/", call -> takeHalf(call, batches));
    half.start();
    try {
      wakeups(at(half.getAddress().getPort()), LONG)
          .publish(List.of(new Hint(1, 1, "a"), new Hint(2, 1, "b"), new Hint(3, 1, "c")));
      assertThat(batches).containsExactly(List.of("a 1:1", "b 2:1", "c 3:1"), List.of("b 2:1"));
    } finally {
      half.stop(0);
    }
  }

  /** Of three it takes the first, has no time for the second, and refuses the third. */
  private static void takeHalf(HttpExchange call, List<List<String>> batches) throws IOException {
    JsonNode asked = JsonMapper.shared().readTree(call.getRequestBody().readAllBytes());
    List<String> bodies = new ArrayList<>();
    asked.path("Entries").forEach(entry -> bodies.add(entry.path("MessageBody").asString()));
    batches.add(bodies);
    String taken =
        "{\"Id\":\"0\",\"MessageId\":\"m\",\"MD5OfMessageBody\":\"%s\"}"
            .formatted(DigestUtils.md5DigestAsHex(bodies.get(0).getBytes(StandardCharsets.UTF_8)));
    String failed =
        bodies.size() == 1
            ? ""
            : "{\"Id\":\"1\",\"Code\":\"InternalError\",\"SenderFault\":false},"
                + "{\"Id\":\"2\",\"Code\":\"InvalidMessageContents\",\"SenderFault\":true}";
    byte[] answer =
        "{\"Successful\":[%s],\"Failed\":[%s]}"
            .formatted(taken, failed)
            .getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
    call.sendResponseHeaders(200, answer.length);
    call.getResponseBody().write(answer);
    call.close();
  }

  @Test
  void anSqsThatIsAwayIsToldOfOnceAndUsedAgainWhenItIsBack() throws Exception {
    try (EmbeddedSqs late = EmbeddedSqs.onFreePort();
        Heard heard = new Heard()) {
      SqsWakeups worker = wakeups(late.settings("late"), LONG);
      long refused = millis(() -> worker.publish(List.of(ONE)));
      assertThat(refused).isLessThan(SqsWakeups.FIRST_PATIENCE.toMillis() + 500);
      assertThat(millis(() -> IntStream.range(0, 100).forEach(n -> worker.publish(List.of(ONE)))))
          .as("it is left alone for a while")
          .isLessThan(refused + 2_000);
      assertThat(worker.take(SHORT)).isEmpty();
      assertThat(heard.lines())
          .singleElement()
          .asString()
          .contains("does not do its work", "Nothing is lost", "DOULA_QUEUE_URL names it");
      late.start().queue("late", Map.of());
      await()
          .atMost(Duration.ofSeconds(40))
          .until(
              () -> {
                worker.publish(List.of(TWO));
                return worker.take(SHORT).isPresent();
              });
      assertThat(heard.lines()).anyMatch(line -> line.contains("works again"));
    }
  }

  @Test
  void anSqsThatHangsDelaysPublishingByItsBoundAndOnlyOnce() throws Exception {
    try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      SqsWakeups beat = wakeups(at(hanging.getLocalPort()), LONG);
      long first = SqsWakeups.FIRST_PATIENCE.toMillis();
      assertThat(millis(() -> beat.publish(List.of(ONE)))).isBetween(1_000L, first + 1_500);
      assertThat(millis(() -> beat.publish(List.of(ONE)))).isLessThan(100L);
    }
  }

  @Test
  void onceSqsAnsweredAHangingOneCostsTwoSecondsAtMost() throws Exception {
    try (EmbeddedSqs dying = EmbeddedSqs.onFreePort().start()) {
      dying.queue("dying", Map.of());
      SqsWakeups beat = wakeups(dying.settings("dying"), LONG);
      beat.publish(List.of(ONE));
      dying.stop();
      int port = Integer.parseInt(dying.url("").replaceAll(".*:(\\d+)/.*", "$1"));
      try (ServerSocket hanging = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
        assertThat(hanging.getLocalPort()).isEqualTo(port);
        assertThat(millis(() -> beat.publish(List.of(ONE))))
            .isLessThan(SqsWakeups.PATIENCE.toMillis() + 1_000);
      }
    }
  }

  @Test
  void whileSqsIsAwayTakeWaitsAndDoesNotSpin() throws Exception {
    try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      SqsWakeups worker = wakeups(at(hanging.getLocalPort()), LONG);
      assertThat(millis(() -> assertThat(take(worker, Duration.ofMillis(900))).isEmpty()))
          .isBetween(890L, 900L + SqsWakeups.PATIENCE.toMillis() + 1_500);
    }
  }

  @Test
  void takingEndsAtOnceWhenItIsInterruptedOrClosed() throws Exception {
    SqsWakeups worker = wakeups(LONG);
    worker.take(SHORT);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              begun.countDown();
              assertThatThrownBy(() -> worker.take(LONG))
                  .isInstanceOf(InterruptedException.class)
                  .satisfies(e -> interrupted.countDown());
            });
    thread.start();
    begun.await();
    thread.interrupt();
    assertThat(interrupted.await(1, TimeUnit.SECONDS)).isTrue();

    CompletableFuture<Optional<Wakeups.Wake>> waiting = async(() -> take(worker, LONG));
    try (Heard heard = new Heard()) {
      TimeUnit.MILLISECONDS.sleep(500);
      worker.close();
      assertThat(waiting.get(1, TimeUnit.SECONDS)).isEmpty();
      worker.publish(List.of(ONE));
      assertThat(worker.take(LONG)).isEmpty();
      assertThat(heard.lines()).isEmpty();
    }
  }

  private Message received() {
    return sqs.client()
        .receiveMessage(asked -> asked.queueUrl(sqs.url(queue)).messageAttributeNames("All"))
        .messages()
        .get(0);
  }

  private static Map<String, String> at(int port) {
    Map<String, String> settings = new HashMap<>(sqs.settings("any"));
    settings.put("DOULA_QUEUE_URL", "http://127.0.0.1:%d/1/any".formatted(port));
    return settings;
  }

  private SqsWakeups wakeups(Duration lease) {
    return wakeups(sqs.settings(queue), lease);
  }

  private SqsWakeups wakeups(Map<String, String> settings, Duration lease) {
    MockEnvironment environment = new MockEnvironment();
    settings.forEach(environment::setProperty);
    SqsWakeups made =
        new SqsWakeups(
            SqsQueue.at(settings.getOrDefault("DOULA_QUEUE_URL", ""), environment), lease);
    opened.add(made);
    return made;
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
