package io.doula.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.core.Role;
import io.doula.core.Sight;
import io.doula.core.Viewer;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a thread sees, on one connection that all share, so that whatever stays on it shows. */
@DoulaTest
@DirtiesContext
@TestPropertySource(properties = "spring.datasource.hikari.maximum-pool-size=1")
class SeeingConnectionTest {
  @Autowired JdbcClient jdbc;
  @Autowired Families families;
  @Autowired TransactionTemplate transaction;
  @Autowired PlatformTransactionManager transactions;

  private Sight hers;

  @BeforeEach
  void oneMotherInEachOfTwoClinics() {
    long clinic = families.clinic();
    families.mother(clinic, "+254700000001");
    families.mother(families.clinic(), "+254700000002");
    hers = Sight.of(new Viewer(1, "nurse", Role.NURSE, Set.of(clinic)));
  }

  @Test
  void eachStatementOutsideATransactionSeesWhatItsThreadSees() {
    assertThat(mothers()).isEqualTo(2);
    assertThat(hers.get(this::mothers)).isEqualTo(1);
    assertThat(Sight.NONE.get(this::mothers)).isZero();
    assertThat(mothers()).isEqualTo(2);
  }

  @Test
  void aTransactionSeesWhatItsThreadSeesAlsoWhenThatChangesWithinIt() {
    hers.run(
        () ->
            transaction.executeWithoutResult(
                status -> {
                  assertThat(mothers()).isEqualTo(1);
                  assertThat(Sight.ALL.get(this::mothers)).isEqualTo(2);
                  assertThat(mothers()).isEqualTo(1);
                  assertThat(Sight.NONE.get(this::mothers)).isZero();
                  assertThat(mothers()).isEqualTo(1);
                }));
  }

  @Test
  void nothingStaysInTheSessionAfterATransaction() {
    int backend = jdbc.sql("select pg_backend_pid()").query(Integer.class).single();
    transaction.executeWithoutResult(status -> assertThat(mothers()).isEqualTo(2));
    assertThat(told()).isEmpty();
    hers.run(this::mothers);
    assertThat(told()).isEmpty();
    assertThatThrownBy(() -> jdbc.sql("select 1 / 0 from mother").query().singleRow())
        .isInstanceOf(DataAccessException.class);
    assertThat(told()).isEmpty();
    transaction.executeWithoutResult(
        status -> {
          mothers();
          status.setRollbackOnly();
        });
    assertThat(told()).isEmpty();
    assertThat(jdbc.sql("select pg_backend_pid()").query(Integer.class).single())
        .as("all of it was one session")
        .isEqualTo(backend);
  }

  @Test
  void aStatementOutsideATransactionIsCommittedAndOneThatFailsLeavesNothing() {
    jdbc.sql("update mother set full_name = 'Neema'").update();
    assertThatThrownBy(
            () ->
                jdbc.sql(
                        "with done as (update mother set full_name = 'X' returning id) select 1 / 0 from done")
                    .query()
                    .listOfRows())
        .isInstanceOf(DataAccessException.class);
    assertThat(jdbc.sql("select distinct full_name from mother").query(String.class).list())
        .containsExactly("Neema");
  }

  @Test
  void afterACommitTheConnectionThatIsStillHeldSeesTheSame() {
    AtomicReference<Integer> seen = new AtomicReference<>();
    transaction.executeWithoutResult(
        status -> {
          mothers();
          TransactionSynchronizationManager.registerSynchronization(
              new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                  seen.set(mothers());
                }
              });
        });
    assertThat(seen.get()).isEqualTo(2);
  }

  @Test
  void afterAReturnToASavepointTheTransactionSeesTheSame() {
    TransactionTemplate nested = new TransactionTemplate(transactions);
    nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    transaction.executeWithoutResult(
        status -> {
          nested.executeWithoutResult(
              inner -> {
                assertThat(hers.get(this::mothers)).isEqualTo(1);
                inner.setRollbackOnly();
              });
          assertThat(hers.get(this::mothers)).isEqualTo(1);
          assertThat(mothers()).isEqualTo(2);
        });
  }

  @Test
  void aTransactionThatOnlyReadsMayBeTold() {
    TransactionTemplate reading = new TransactionTemplate(transactions);
    reading.setReadOnly(true);
    reading.executeWithoutResult(
        status -> {
          assertThat(hers.get(this::mothers)).isEqualTo(1);
          assertThatThrownBy(() -> jdbc.sql("update mother set full_name = 'X'").update())
              .isInstanceOf(DataAccessException.class);
        });
  }

  @Test
  void aThreadThatNeverSaidWhatItSeesIsToldSoAndNotThatTheDatabaseIsAway() {
    for (Runnable work :
        new Runnable[] {
          this::mothers, () -> transaction.executeWithoutResult(status -> mothers())
        }) {
      assertThatThrownBy(() -> CompletableFuture.runAsync(work).join())
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("never said which clinics it sees")
          .hasMessageContaining("Sight.ALL.run");
    }
    assertThat(mothers()).as("the connection is as good as before").isEqualTo(2);
  }

  private int mothers() {
    return jdbc.sql("select count(*) from mother").query(Integer.class).single();
  }

  private String told() {
    return Sight.NONE.get(
        () ->
            jdbc.sql("select coalesce(current_setting('doula.clinics', true), '')")
                .query(String.class)
                .single());
  }
}
