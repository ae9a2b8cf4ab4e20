package io.doula.testing;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.doula.core.Sight;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Shows whether work locks rows in the order of their ids, as everything that locks many must: two
 * that don't may wait for each other for ever.
 */
public final class LockOrder {
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  /**
   * @param transactions those of the program
   */
  public LockOrder(JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Holds the first row, lets the work run into it, and fails when the work holds the later row
   * already. The work then runs to its end.
   */
  public void assertKeptBy(Runnable work, String table, long first, long later) {
    assertKeptBy(work, table, first, table, later);
  }

  /** The same for rows of two tables. */
  public void assertKeptBy(Runnable work, String table, long first, String laterTable, long later) {
    CompletableFuture<Void> running =
        transaction.execute(
            status -> {
              lock(table, first, "");
              CompletableFuture<Void> begun = CompletableFuture.runAsync(Sight.ALL.over(work));
              awaitItsWaiting();
              assertThatCode(() -> lock(laterTable, later, " nowait"))
                  .as(
                      "%s %d is free while the work waits for %s %d",
                      laterTable, later, table, first)
                  .doesNotThrowAnyException();
              return begun;
            });
    running.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private void lock(String table, long id, String how) {
    jdbc.sql("select id from " + table + " where id = :id for update" + how)
        .param("id", id)
        .query(Long.class)
        .single();
  }

  private void awaitItsWaiting() {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!someoneWaits()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("the work does not wait for the row that is held");
      }
      Thread.onSpinWait();
    }
  }

  private boolean someoneWaits() {
    return jdbc.sql("select exists (select from pg_locks where not granted)")
        .query(Boolean.class)
        .single();
  }
}
