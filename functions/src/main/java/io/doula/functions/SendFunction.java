package io.doula.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.doula.queue.Hint;
import io.doula.queue.Hints;
import io.doula.queue.UnreadableHints;
import io.doula.reminder.SendRound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers on the channels that the queue's hints name. A message that holds no hints is the only
 * one that fails; it ends in the dead-letter queue, and the others do not come again for it.
 */
public class SendFunction implements RequestHandler<SQSEvent, SQSBatchResponse> {
  private static final Logger log = LoggerFactory.getLogger(SendFunction.class);

  private final SendRound round;

  /** Starts the program, without its web. */
  public SendFunction() {
    round = WorkHouse.open().getBean(SendRound.class);
  }

  /**
   * @throws RuntimeException when the database does not answer; then all messages come again
   */
  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    Set<String> channels = new TreeSet<>();
    List<BatchItemFailure> failed = new ArrayList<>();
    for (SQSEvent.SQSMessage message : event.getRecords()) {
      try {
        Hints.read(message.getBody()).stream().map(Hint::channel).forEach(channels::add);
      } catch (UnreadableHints e) {
        log.error("message {} is left to the dead-letter queue", message.getMessageId(), e);
        failed.add(new BatchItemFailure(message.getMessageId()));
      }
    }
    round.run(channels, Duration.ofMillis(context.getRemainingTimeInMillis()));
    return new SQSBatchResponse(failed);
  }
}
