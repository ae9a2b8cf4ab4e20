package io.doula.bench;

import io.doula.bench.Scenes.Scene;
import java.io.IOException;
import java.time.Duration;

/** The order in which things go wrong, by who delivers. */
final class Plays {
  /** Longer than any recovery may take. */
  private static final Duration ALL_RECOVERED = Duration.ofMinutes(3);

  private final Scenes scenes;
  private final DirectedKills directed;
  private final Recovery recovery;
  private final int kills;
  private final int each;
  private final int ticks;
  private final int outages;

  Plays(Options options, Scenes scenes, DirectedKills directed, Recovery recovery) {
    this.scenes = scenes;
    this.directed = directed;
    this.recovery = recovery;
    this.kills = options.number("kills", 50);
    this.each = options.number("each", 20);
    this.ticks = options.number("ticks", 5);
    this.outages = options.number("outages", 3);
  }

  void classic() throws IOException, InterruptedException {
    scenes.randomKills(kills);
    scenes.beside(() -> directed.run(each));
    scenes.outages(outages, recovery);
  }

  /** The same, and beside it the deaths of functions. */
  void both(FunctionDeaths deaths) throws IOException, InterruptedException {
    Thread functions =
        beside(
            () -> {
              deaths.whileSending(kills, recovery);
              deaths.whileTicking(ticks, recovery);
            });
    scenes.randomKills(kills);
    scenes.beside(() -> directed.run(each));
    functions.join();
    scenes.outages(outages, recovery);
  }

  /**
   * Deaths of those that send first, by themselves.
   *
   * @param withoutTick counts those where the tick that would settle them is hit too
   */
  void functionsAlone(FunctionDeaths deaths, Recovery withoutTick)
      throws IOException, InterruptedException {
    deaths.whileSending(kills, recovery);
    recovery.await(ALL_RECOVERED);
    deaths.whileTicking(ticks, withoutTick);
    scenes.outages(outages, withoutTick);
  }

  /** What throws is said, and leaves its count short. */
  private static Thread beside(Scene scene) {
    Thread thread =
        new Thread(
            () -> {
              try {
                scene.play();
              } catch (IOException | IllegalStateException e) {
                Say.line("a scene ended: %s", e.getMessage());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "beside");
    thread.start();
    return thread;
  }
}
