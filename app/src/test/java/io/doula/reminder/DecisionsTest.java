package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Api;
import io.doula.testing.Staff;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What staff may decide about a reminder in each state, and what is refused. */
class DecisionsTest extends DeliveringTest {
  private static final Set<State> RETRIED = Set.of(State.FAILED, State.UNKNOWN);

  @Autowired Api api;
  @Autowired Staff staff;

  @ParameterizedTest
  @EnumSource(State.class)
  void eachDecisionIsTakenOrRefused(State state) {
    assertThat(decided(state, "cancel", "{}")).isEqualTo(state.isWaiting() ? 200 : 409);
    assertThat(decided(state, "retry", "{}")).isEqualTo(RETRIED.contains(state) ? 200 : 409);
    int resolved = state == State.UNKNOWN ? 200 : 409;
    assertThat(decided(state, "resolve", "{\"delivered\": true}")).isEqualTo(resolved);
    assertThat(decided(state, "resolve", "{\"delivered\": false}")).isEqualTo(resolved);
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void afterItsTimeNothingIsPutBackInLine(State state) {
    clock.set("2026-03-20T06:00:00Z");
    assertThat(decided(state, "retry", "{}")).isEqualTo(409);
  }

  private int decided(State state, String decision, String body) {
    long mother = clinic.mother("whatsapp");
    jdbc.sql(
            """
            insert into reminder (mother_id, day, kind, due_at, expires_at, state, why, claim_at, channel,
              created_at, lease_until)
            values (:mother, '2000-01-01', 'MISSED', '2026-03-10T00:00Z', '2026-03-20T00:00Z', :state, 'x', 'infinity', '',
              '2026-03-10T00:00Z', case when :state = 'SENDING' then timestamptz '2026-03-10T00:00Z' end)
            """)
        .param("mother", mother)
        .param("state", state.name())
        .update();
    long id = jdbc.sql("select max(id) from reminder").query(Long.class).single();
    return api.as(staff.admin()).post("/api/reminders/" + id + "/" + decision, body).status();
  }
}
