package io.doula.bench;

import io.doula.bench.parts.Functions;
import io.doula.bench.parts.Patience;
import io.doula.bench.provider.Trap;
import io.doula.bench.provider.Trap.Moment;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Functions that are killed ({@code kill -9}) while they send and while they tick. Nothing is done
 * to bring others: the next hint or tick starts a new one, as in Lambda.
 */
final class FunctionDeaths {
  /** By which the provider knows all functions: they share their settings. */
  static final String NAME = "functions";

  private static final String SEND = "SendFunction";
  private static final String TICK = "TickFunction";

  /** Two ticks and a start, on a machine that has other things to do. */
  static final Duration AT_WORK = Duration.ofMinutes(4);

  private final Ward ward;
  private final Functions functions;
  private final Map<String, Object> counts;
  private final Random random = new Random();

  /**
   * @param counts where it says how often each thing went wrong
   */
  FunctionDeaths(Ward ward, Functions functions, Map<String, Object> counts) {
    this.ward = ward;
    this.functions = functions;
    this.counts = counts;
  }

  /**
   * In turns one that sends, at a random moment, and all that send, at a chosen point of a
   * conversation.
   */
  void whileSending(int kills, Recovery recovery) throws InterruptedException {
    for (int i = 0; i < kills; i++) {
      if (i % 2 == 0) {
        atRandom(recovery);
      } else {
        atPoint(Moment.values()[i / 2 % Moment.values().length], recovery);
      }
    }
  }

  /** A sender first, so that there is something to settle, and then the tick that would. */
  void whileTicking(int kills, Recovery recovery) throws InterruptedException, IOException {
    for (int i = 0; i < kills; i++) {
      atRandom(recovery);
      long before = functions.calls(TICK);
      Patience.orFail("a tick", AT_WORK, () -> functions.calls(TICK) > before);
      Thread.sleep(random.nextInt(300));
      killed("killed while ticking", functions.running(TICK), recovery);
    }
  }

  private void atRandom(Recovery recovery) throws InterruptedException {
    int before = ward.provider().requests(NAME);
    Patience.orFail("a function sends", AT_WORK, () -> ward.provider().requests(NAME) > before);
    Thread.sleep(random.nextInt(1500));
    List<ProcessHandle> sending = functions.running(SEND);
    if (!sending.isEmpty()) {
      ProcessHandle one = sending.get(random.nextInt(sending.size()));
      killed("killed while sending, at random", List.of(one), recovery);
    }
  }

  /** Which of them has sent the request is not known, so all of them die. */
  private void atPoint(Moment moment, Recovery recovery) throws InterruptedException {
    AtomicBoolean sprung = new AtomicBoolean();
    int request = ward.provider().requests(NAME) + 5 + random.nextInt(30);
    ward.provider()
        .set(
            NAME,
            new Trap(
                moment,
                request,
                () -> {
                  killed(
                      "killed while sending, request " + moment.name().toLowerCase(Locale.ROOT),
                      functions.running(SEND),
                      recovery);
                  sprung.set(true);
                }));
    if (!Patience.until(AT_WORK, sprung::get)) {
      Say.line("not reached: a function's request %s", moment);
    }
  }

  private void killed(String how, List<ProcessHandle> victims, Recovery recovery) {
    for (ProcessHandle victim : victims) {
      if (victim.destroyForcibly()) {
        victim.onExit().join();
        recovery.died();
        ((AtomicInteger) counts.computeIfAbsent(how, key -> new AtomicInteger())).incrementAndGet();
      }
    }
  }
}
