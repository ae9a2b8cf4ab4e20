package io.doula.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.doula.reminder.TickRound;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The beat, called by rules of EventBridge. It does what time asks for, whatever the event holds:
 * visits that were missed are found by each tick, and the rule that runs once a day makes sure of
 * it on a day on which no other did.
 */
public class TickFunction implements RequestHandler<Map<String, Object>, @Nullable Void> {
  private final TickRound round;

  /** Starts the program, without its web. */
  public TickFunction() {
    round = WorkHouse.open().getBean(TickRound.class);
  }

  @Override
  public @Nullable Void handleRequest(Map<String, Object> event, Context context) {
    Duration timeLeft = Duration.ofMillis(context.getRemainingTimeInMillis());
    System.out.println(Measures.line(round.run(timeLeft)));
    return null;
  }
}
