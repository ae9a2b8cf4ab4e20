package io.doula.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.core.Forbidden;
import io.doula.core.Paging;
import io.doula.core.Role;
import io.doula.core.Sight;
import io.doula.core.Ticked;
import io.doula.core.Trail;
import io.doula.core.Viewer;
import io.doula.testing.DoulaTest;
import io.doula.testing.MovedClock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@DoulaTest
class SealsTest {
  private static final Viewer ADMIN = new Viewer(7, "admin", Role.ADMIN, Set.of());

  @Autowired Seals seals;
  @Autowired Trail trail;
  @Autowired JdbcClient jdbc;
  @Autowired MovedClock clock;
  @Autowired TransactionTemplate transaction;
  @Autowired ApplicationEventPublisher events;

  private void view(long mother) {
    trail.viewed(ADMIN, Trail.About.mother(mother).fields("schedule"), clock.now());
  }

  private void aMinuteWith(int views) {
    IntStream.rangeClosed(1, views).forEach(this::view);
    seals.seal(clock.now());
    clock.advance(Duration.ofMinutes(1));
  }

  private List<Seals.Sealed> sealed() {
    return seals.list(ADMIN, Paging.of("500", null)).items();
  }

  private List<String> states() {
    return sealed().stream().map(seal -> seal.number() + " " + seal.state()).toList();
  }

  private void tamper(String sql) {
    for (String table : List.of("trail", "trail_seal")) {
      jdbc.sql("alter table %s disable trigger user".formatted(table)).update();
    }
    jdbc.sql(sql).update();
    for (String table : List.of("trail", "trail_seal")) {
      jdbc.sql("alter table %s enable trigger user".formatted(table)).update();
    }
  }

  @Test
  void theBeatSealsEachMinutesEntriesOntoTheSealBefore() {
    view(1);
    view(2);
    events.publishEvent(new Ticked(clock.now()));
    clock.advance(Duration.ofMinutes(1));
    view(3);
    events.publishEvent(new Ticked(clock.now()));

    assertThat(sealed())
        .extracting(
            Seals.Sealed::number,
            Seals.Sealed::afterId,
            Seals.Sealed::lastId,
            Seals.Sealed::entries,
            Seals.Sealed::found,
            Seals.Sealed::state)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1L, 0L, 2L, 2L, 2L, Seals.State.WHOLE),
            org.assertj.core.groups.Tuple.tuple(2L, 2L, 3L, 1L, 1L, Seals.State.WHOLE));
  }

  @Test
  void aMinuteIsSealedOnceAndAMinuteWithNothingNotAtAll() {
    view(1);
    seals.seal(clock.now());
    view(2);
    clock.advance(Duration.ofSeconds(15));
    assertThat(seals.seal(clock.now())).isZero();
    clock.advance(Duration.ofMinutes(1));
    assertThat(seals.seal(clock.now())).isEqualTo(1);
    clock.advance(Duration.ofMinutes(1));
    assertThat(seals.seal(clock.now())).isZero();

    assertThat(states()).containsExactly("1 WHOLE", "2 WHOLE");
  }

  /** A long import enters early and commits late: what came after it waits, and none is lost. */
  @Test
  void whatCommitsLateIsSealedInItsPlace() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Void> longWork =
        CompletableFuture.runAsync(
            Sight.ALL.over(
                () ->
                    transaction.executeWithoutResult(
                        status -> {
                          view(1);
                          entered.countDown();
                          await(end);
                        })));
    await(entered);
    view(2);
    assertThat(seals.seal(clock.now())).as("one is still open").isZero();
    clock.advance(Duration.ofMinutes(1));
    view(3);
    assertThat(seals.seal(clock.now())).as("it still is").isZero();
    end.countDown();
    longWork.get(10, TimeUnit.SECONDS);

    assertThat(seals.seal(clock.now())).isEqualTo(2);
    clock.advance(Duration.ofMinutes(1));
    assertThat(seals.seal(clock.now())).isEqualTo(1);
    assertThat(states()).containsExactly("1 WHOLE", "2 WHOLE");
  }

  @Test
  void whatIsRolledBackLeavesAGapThatIsNoFault() {
    view(1);
    transaction.executeWithoutResult(
        status -> {
          view(2);
          status.setRollbackOnly();
        });
    view(3);
    seals.seal(clock.now());

    assertThat(states()).containsExactly("1 WHOLE");
    assertThat(sealed().get(0).entries()).isEqualTo(2);
  }

  @Test
  void beatsThatSealAtOnceMakeOneChain() throws Exception {
    for (int minute = 0; minute < 5; minute++) {
      CompletableFuture<?>[] all =
          IntStream.range(0, 8)
              .mapToObj(
                  n ->
                      CompletableFuture.runAsync(
                          Sight.ALL.over(
                              () -> {
                                view(n + 1L);
                                seals.seal(clock.now());
                              })))
              .toArray(CompletableFuture[]::new);
      CompletableFuture.allOf(all).get(20, TimeUnit.SECONDS);
      clock.advance(Duration.ofMinutes(1));
    }
    seals.seal(clock.now());

    assertThat(sealed()).allMatch(seal -> seal.state() == Seals.State.WHOLE);
    assertThat(sealed().stream().mapToLong(Seals.Sealed::entries).sum()).isEqualTo(40);
  }

  /** What the database's owner can do to it with the triggers off. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "update trail set account_id = 8 where id = 5 | 2 ENTRIES_DIFFER",
        "update trail set at = at + interval '1 microsecond' where id = 5 | 2 ENTRIES_DIFFER",
        "update trail set mothers = '{99}' where id = 5 | 2 ENTRIES_DIFFER",
        "update trail set fields = '{}' where id = 5 | 2 ENTRIES_DIFFER",
        "delete from trail where id = 5 | 2 ENTRIES_DIFFER",
        "delete from trail where id between 4 and 6 | 2 ENTRIES_DIFFER",
        "insert into trail (id, at, actor, deed, thing) select 8, at, 'PROGRAM', 'VIEWED', 'MOTHER' from trail where id = 5 | 3 ENTRIES_DIFFER",
        "update trail_seal set entries = 2 where number = 2 | 2 CHAIN_BROKEN",
        "update trail_seal set sealed_at = sealed_at - interval '1 day' where number = 2 | 2 CHAIN_BROKEN",
        "delete from trail_seal where number = 2 | 3 CHAIN_BROKEN"
      })
  void tamperingIsFoundWhereItWasDone(String deed, String found) {
    aMinuteWith(3);
    aMinuteWith(3);
    view(1);
    transaction.executeWithoutResult(
        status -> {
          view(2);
          status.setRollbackOnly();
        });
    aMinuteWith(1);
    assertThat(states()).containsExactly("1 WHOLE", "2 WHOLE", "3 WHOLE");

    tamper(deed);

    assertThat(states()).contains(found);
    assertThat(states().stream().filter(state -> !state.endsWith("WHOLE"))).containsExactly(found);
  }

  @Test
  void aSealThatWasMadeAnewDoesNotFitTheNextOne() {
    aMinuteWith(3);
    aMinuteWith(3);
    String before = sealed().get(0).hash();
    tamper("delete from trail where id = 2");
    tamper("delete from trail_seal where number = 1");
    tamper(
        """
        insert into trail_seal (number, after_id, last_id, entries, digest, hash, sealed_at)
        select 1, 0, 3, 2, '\\x00', '\\x00', now()
        """);

    assertThat(states()).contains("1 CHAIN_BROKEN", "2 CHAIN_BROKEN");
    assertThat(sealed().get(0).hash()).isNotEqualTo(before);
  }

  /** A dump on another server: its transactions may be numbered below those of the old one. */
  @Test
  void onAnotherServerTheChainGoesOn() {
    aMinuteWith(2);
    view(3);
    jdbc.sql("update trail_mark set xid = '123456789012345', last_id = 3").update();

    clock.advance(Duration.ofMinutes(1));
    view(4);
    assertThat(seals.seal(clock.now())).isEqualTo(2);
    assertThat(states()).containsExactly("1 WHOLE", "2 WHOLE");
  }

  @Test
  void onlyAnAdminReadsTheSeals() {
    assertThatThrownBy(
            () -> seals.list(new Viewer(8, "nurse", Role.NURSE, Set.of(1L)), Paging.of(null, null)))
        .isInstanceOf(Forbidden.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
