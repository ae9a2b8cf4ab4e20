package io.doula.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Paging;
import io.doula.core.Role;
import io.doula.core.Sight;
import io.doula.core.Trail;
import io.doula.core.Viewer;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.MovedClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the trail costs, printed. Takes a minute, and only runs when asked:
 *
 * <pre>mvn -q -pl app test -Dtest=TrailTimesTest -Dtrail.times=true</pre>
 */
@DoulaTest
@EnabledIfSystemProperty(named = "trail.times", matches = "true")
class TrailTimesTest {
  private static final Viewer ADMIN = new Viewer(7, "admin", Role.ADMIN, Set.of());
  private static final int BEFORE = 500_000;
  private static final int VIEWS = 5_000;

  @Autowired Trail trail;
  @Autowired Seals seals;
  @Autowired Families families;
  @Autowired MovedClock clock;
  @Autowired JdbcClient jdbc;

  @Test
  void whatItCosts() throws Exception {
    long mother = families.mother(families.clinic());
    fill(BEFORE, 2);
    seals.seal(clock.now());
    jdbc.sql("vacuum analyze trail").update();

    time("a statement that does nothing", n -> jdbc.sql("select 1").query().singleRow());
    time("a view of one", n -> trail.viewed(ADMIN, Trail.About.mother(mother), clock.now()));
    List<Long> page = LongStream.rangeClosed(1, 50).boxed().toList();
    Trail.About list = Trail.About.list(Trail.Thing.MOTHER, page);
    time("a page of 50", n -> trail.viewed(ADMIN, list, clock.now()));
    together(8, n -> trail.viewed(ADMIN, Trail.About.mother(mother), clock.now()));

    clock.advance(Duration.ofMinutes(1));
    seals.seal(clock.now());
    fill(100_000, 1);
    clock.advance(Duration.ofMinutes(1));
    long begun = System.nanoTime();
    assertThat(seals.seal(clock.now())).isEqualTo(100_000);
    say("seal of 100,000 entries: %d ms", millis(begun));
    fill(100_000, 50);
    clock.advance(Duration.ofMinutes(1));
    begun = System.nanoTime();
    assertThat(seals.seal(clock.now())).isEqualTo(100_000);
    say("seal of 100,000 pages of 50: %d ms", millis(begun));
    begun = System.nanoTime();
    List<Seals.Sealed> all = seals.list(ADMIN, Paging.of("500", null)).items();
    assertThat(all).allMatch(seal -> seal.state() == Seals.State.WHOLE);
    long entries = all.stream().mapToLong(Seals.Sealed::entries).sum();
    say("all %d entries held against their seals: %d ms", entries, millis(begun));
  }

  private void fill(int entries, int mothers) {
    jdbc.sql(
            """
            insert into trail (at, actor, account_id, deed, thing, thing_id, mothers, clinic_id)
            select :now, 'STAFF', 7, 'VIEWED', 'MOTHER', n,
              array(select 1 + (n * 7 + m * 13) % 20000 from generate_series(1, :mothers) as m), 1
            from generate_series(1, :entries) as n
            """)
        .param("now", clock.now().atOffset(java.time.ZoneOffset.UTC))
        .param("mothers", mothers)
        .param("entries", entries)
        .update();
  }

  private static void time(String what, IntConsumer deed) {
    IntStream.range(0, 500).forEach(deed);
    long[] micros = new long[VIEWS];
    for (int n = 0; n < VIEWS; n++) {
      long begun = System.nanoTime();
      deed.accept(n);
      micros[n] = (System.nanoTime() - begun) / 1000;
    }
    Arrays.sort(micros);
    say(
        "%s: median %d us, p99 %d us, longest %d us",
        what, micros[VIEWS / 2], micros[VIEWS * 99 / 100], micros[VIEWS - 1]);
  }

  private static void together(int threads, IntConsumer deed) throws Exception {
    long begun = System.nanoTime();
    CompletableFuture<?>[] all =
        IntStream.range(0, threads)
            .mapToObj(
                t ->
                    CompletableFuture.runAsync(
                        Sight.ALL.over(() -> IntStream.range(0, VIEWS).forEach(deed))))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(all).get();
    say("%d at once: %d views a second", threads, threads * VIEWS * 1000L / millis(begun));
  }

  private static long millis(long begun) {
    return (System.nanoTime() - begun) / 1_000_000;
  }

  private static void say(String format, Object... figures) {
    System.out.printf(format + "%n", figures);
  }
}
