package io.doula.functions.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lambda's poller for a queue: hands batches to the function and deletes what succeeded. What
 * failed stays, and is visible again when the queue says so.
 */
final class EventSource implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final Queues queues;
  private final LambdaFunction function;
  private final String queue;
  private final int batchSize;
  private final boolean reportsFailures;
  private final Consumer<String> log;
  private final List<Thread> pollers = new ArrayList<>();
  private volatile boolean closed;

  /**
   * @param pollers how many invocations at once at most
   */
  EventSource(
      Queues queues,
      LambdaFunction function,
      Map<String, Object> properties,
      int pollers,
      Consumer<String> log) {
    this.queues = queues;
    this.function = function;
    this.queue = Physical.idIn(properties.get("Queue").toString());
    this.batchSize = Integer.parseInt(properties.getOrDefault("BatchSize", 10).toString());
    this.reportsFailures =
        properties
            .getOrDefault("FunctionResponseTypes", List.of())
            .toString()
            .contains("ReportBatchItemFailures");
    this.log = log;
    for (int number = 1; number <= pollers; number++) {
      Thread poller = new Thread(this::poll, queue + "-poller-" + number);
      poller.setDaemon(true);
      this.pollers.add(poller);
      poller.start();
    }
  }

  @Override
  public void close() {
    closed = true;
    pollers.forEach(Thread::interrupt);
  }

  private void poll() {
    while (!closed) {
      try {
        pollOnce(5);
      } catch (SdkException e) {
        if (!closed) {
          log.accept("[" + queue + "] " + e.getMessage());
          pause();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** One batch, if there is one within the seconds. */
  void pollOnce(int seconds) throws InterruptedException {
    List<Message> batch =
        queues
            .client()
            .receiveMessage(
                request ->
                    request
                        .queueUrl(queues.urlOf(queue))
                        .maxNumberOfMessages(Math.min(batchSize, 10))
                        .waitTimeSeconds(seconds)
                        .messageAttributeNames("All")
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
            .messages();
    if (batch.isEmpty()) {
      return;
    }
    Answer answer = function.invoke(JSON.writeValueAsBytes(event(batch)));
    List<Message> done = succeeded(batch, answer);
    if (done.size() < batch.size()) {
      log.accept(
          "[%s] %d of %d messages failed; they come again"
              .formatted(queue, batch.size() - done.size(), batch.size()));
    }
    delete(done);
  }

  /** An answer that names failures by an id that nobody knows counts for none of the batch. */
  private List<Message> succeeded(List<Message> batch, Answer answer) {
    if (answer.failed()) {
      return List.of();
    } else if (!reportsFailures) {
      return batch;
    }
    try {
      JsonNode failures = JSON.readTree(answer.payload()).path("batchItemFailures");
      Set<String> failed =
          failures
              .valueStream()
              .map(failure -> failure.path("itemIdentifier").asString(""))
              .collect(Collectors.toSet());
      Set<String> known = batch.stream().map(Message::messageId).collect(Collectors.toSet());
      return known.containsAll(failed)
          ? batch.stream().filter(message -> !failed.contains(message.messageId())).toList()
          : List.of();
    } catch (tools.jackson.core.JacksonException e) {
      return List.of();
    }
  }

  private void delete(List<Message> done) {
    if (!done.isEmpty()) {
      List<DeleteMessageBatchRequestEntry> entries =
          done.stream()
              .map(
                  message ->
                      DeleteMessageBatchRequestEntry.builder()
                          .id(message.messageId())
                          .receiptHandle(message.receiptHandle())
                          .build())
              .toList();
      queues
          .client()
          .deleteMessageBatch(request -> request.queueUrl(queues.urlOf(queue)).entries(entries));
    }
  }

  private Map<String, Object> event(List<Message> batch) {
    return Map.of("Records", batch.stream().map(this::record).toList());
  }

  private Map<String, Object> record(Message message) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    message
        .messageAttributes()
        .forEach(
            (name, value) ->
                attributes.put(
                    name,
                    Map.of(
                        "dataType",
                        value.dataType(),
                        "stringValue",
                        value.stringValue() == null ? "" : value.stringValue(),
                        "stringListValues",
                        List.of(),
                        "binaryListValues",
                        List.of())));
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("messageId", message.messageId());
    record.put("receiptHandle", message.receiptHandle());
    record.put("body", message.body());
    record.put("attributes", message.attributesAsStrings());
    record.put("messageAttributes", attributes);
    record.put("md5OfBody", message.md5OfBody());
    record.put("eventSource", "aws:sqs");
    record.put("eventSourceARN", Physical.arn("sqs", queue));
    record.put("awsRegion", Intrinsics.REGION);
    return record;
  }

  private static void pause() {
    try {
      Thread.sleep(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
