package io.doula.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Wake-ups by a queue of SQS. Functions are invoked with what is published here, workers take it. A
 * message that can't be read is left where it is: the queue's own redrive policy puts it aside.
 */
class SqsWakeups implements Wakeups, AutoCloseable {
  /**
   * About 14 KB: SQS bills by 64 KB, so that this is one request, and a batch of ten stays below
   * its limit of 256 KB.
   */
  static final int HINTS_IN_A_MESSAGE = 500;

  static final int MESSAGES_IN_A_BATCH = 10;

  /** As long as a worker has to look at hints before another one gets them. */
  static final Duration LEASE = Duration.ofSeconds(30);

  /** One publishing, with all its tries. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Until SQS answered once in this process: then there is a login and a connection to be made. */
  static final Duration FIRST_PATIENCE = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(SqsWakeups.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final Duration LEAST_WAIT = Duration.ofMillis(1);
  private static final int TRIES = 3;

  private final String url;
  private final int lease;
  private final Outage outage;
  private final SqsLink quick;
  private final SqsLink patient;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean answered;

  /**
   * @param lease after which what a worker took and did not finish goes to another; whole seconds
   */
  SqsWakeups(SqsQueue queue, Duration lease) {
    this.lease = Math.toIntExact(lease.toSeconds());
    url = queue.url();
    outage =
        new Outage(
            "SQS at " + url,
            "Check that DOULA_QUEUE_URL names it and that this program may send to it.");
    quick = new SqsLink(queue::quickClient, outage);
    patient = new SqsLink(() -> queue.patientClient(LONGEST_WAIT), outage);
  }

  @Override
  public boolean carries() {
    return true;
  }

  @Override
  public void publish(List<Hint> hints) {
    List<String> messages = Hints.write(hints, HINTS_IN_A_MESSAGE);
    long end = System.nanoTime() + (answered ? PATIENCE : FIRST_PATIENCE).toNanos();
    try {
      for (int from = 0; from < messages.size(); from += MESSAGES_IN_A_BATCH) {
        int to = Math.min(messages.size(), from + MESSAGES_IN_A_BATCH);
        send(messages.subList(from, to), end);
      }
    } catch (QueueAway e) {
      log.debug("Not carried: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What SQS did not take of a batch it is asked to take again, unless it was ours to blame. */
  private void send(List<String> messages, long end) throws QueueAway, InterruptedException {
    List<String> left = messages;
    for (int tries = 0; tries < TRIES && !left.isEmpty(); tries++) {
      left = sendOnce(left, end);
    }
    if (!left.isEmpty()) {
      log.warn("SQS at {} did not take {} messages of hints", url, left.size());
    }
  }

  private List<String> sendOnce(List<String> messages, long end)
      throws QueueAway, InterruptedException {
    List<SendMessageBatchRequestEntry> entries =
        IntStream.range(0, messages.size()).mapToObj(n -> entry(n, messages.get(n))).toList();
    Duration left = Duration.ofNanos(end - System.nanoTime());
    List<BatchResultErrorEntry> failed =
        quick
            .ask(left, sqs -> sqs.sendMessageBatch(batch -> batch.queueUrl(url).entries(entries)))
            .failed();
    answered = true;
    failed.stream()
        .filter(BatchResultErrorEntry::senderFault)
        .forEach(refusal -> log.warn("SQS refuses hints: {}", refusal.code()));
    return failed.stream()
        .filter(refusal -> !refusal.senderFault())
        .map(refusal -> messages.get(Integer.parseInt(refusal.id())))
        .toList();
  }

  private static SendMessageBatchRequestEntry entry(int n, String message) {
    return SendMessageBatchRequestEntry.builder()
        .id(String.valueOf(n))
        .messageBody(message)
        .build();
  }

  @Override
  public Optional<Wake> take(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    Duration left = atMost;
    do {
      Optional<Wake> wake = wake(next(left));
      if (wake.isPresent()) {
        return wake;
      }
      left = Duration.ofNanos(end - System.nanoTime());
    } while (left.compareTo(LEAST_WAIT) > 0 && closed.getCount() > 0);
    return Optional.empty();
  }

  /** SQS waits for whole seconds; what is left of one is waited here. */
  private List<Message> next(Duration atMost) throws InterruptedException {
    Duration wait = atMost.compareTo(LONGEST_WAIT) < 0 ? atMost : LONGEST_WAIT;
    int seconds = Math.toIntExact(wait.toSeconds());
    try {
      List<Message> messages = patient.ask(wait.plus(PATIENCE), sqs -> receive(sqs, seconds));
      if (messages.isEmpty() && seconds == 0) {
        pause(wait);
      }
      return messages;
    } catch (QueueAway away) {
      pause(away.rest().compareTo(wait) < 0 ? away.rest() : wait);
      return List.of();
    }
  }

  private List<Message> receive(SqsClient sqs, int seconds) {
    return sqs.receiveMessage(
            asked ->
                asked
                    .queueUrl(url)
                    .maxNumberOfMessages(MESSAGES_IN_A_BATCH)
                    .waitTimeSeconds(seconds)
                    .visibilityTimeout(lease))
        .messages();
  }

  private void pause(Duration pause) throws InterruptedException {
    closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  private Optional<Wake> wake(List<Message> messages) {
    List<Hint> hints = new ArrayList<>();
    List<String> receipts = new ArrayList<>();
    for (Message message : messages) {
      try {
        hints.addAll(Hints.read(message.body()));
        receipts.add(message.receiptHandle());
      } catch (UnreadableHints e) {
        log.warn("Message {} in SQS at {}: {}", message.messageId(), url, e.getMessage());
      }
    }
    return hints.isEmpty()
        ? Optional.empty()
        : Optional.of(new Taken(List.copyOf(hints), receipts));
  }

  private void done(List<String> receipts) {
    List<DeleteMessageBatchRequestEntry> entries =
        IntStream.range(0, receipts.size())
            .mapToObj(
                n ->
                    DeleteMessageBatchRequestEntry.builder()
                        .id(String.valueOf(n))
                        .receiptHandle(receipts.get(n))
                        .build())
            .toList();
    try {
      quick.ask(
          PATIENCE, sqs -> sqs.deleteMessageBatch(batch -> batch.queueUrl(url).entries(entries)));
    } catch (QueueAway e) {
      log.debug("Not deleted: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    outage.close();
    closed.countDown();
    quick.close();
    patient.close();
  }

  private final class Taken implements Wake {
    private final List<Hint> hints;
    private final List<String> receipts;

    Taken(List<Hint> hints, List<String> receipts) {
      this.hints = hints;
      this.receipts = receipts;
    }

    @Override
    public List<Hint> hints() {
      return hints;
    }

    @Override
    public void done() {
      SqsWakeups.this.done(receipts);
    }
  }
}
