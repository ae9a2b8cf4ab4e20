package io.doula.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.core.CannotStart;
import io.doula.core.KeptFor;
import io.doula.core.Sight;
import io.doula.core.Ticked;
import io.doula.core.Trail;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.MovedClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** People and their traces whose time is over. She is registered on 2026-03-10. */
@DoulaTest
@TestPropertySource(properties = {"DOULA_RETENTION=P2Y", "DOULA_TRAIL_RETENTION=P5Y"})
class RetentionTest {
  private static final String LATER = "2028-03-10T07:00:00Z";

  @Autowired Retention retention;
  @Autowired Families families;
  @Autowired MovedClock clock;
  @Autowired JdbcClient jdbc;
  @Autowired Trail trail;
  @Autowired ApplicationEventPublisher events;
  long mother;

  @BeforeEach
  void aMother() {
    mother = families.mother(families.clinic());
  }

  private boolean isErased(long id) {
    return jdbc.sql("select erased_at is not null from mother where id = :id")
        .param("id", id)
        .query(Boolean.class)
        .single();
  }

  private boolean isErasedAt(String instant) {
    clock.set(instant);
    retention.turn(clock.now());
    return isErased(mother);
  }

  @Test
  void whoWasNotHeardOfForSoLongIsErasedByTheBeat() {
    clock.set(LATER);
    events.publishEvent(new Ticked(clock.now()));

    assertThat(isErased(mother)).isTrue();
    assertThat(
            jdbc.sql("select actor || ' ' || deed from trail where deed = 'ERASED'")
                .query(String.class)
                .single())
        .isEqualTo("PROGRAM ERASED");
  }

  @Test
  void notADayEarlier() {
    assertThat(isErasedAt("2028-03-10T05:00:00Z")).isFalse();
  }

  @Test
  void whoHasAPregnancyOrABabyOfSinceStays() {
    clock.set("2026-06-01T06:00:00Z");
    jdbc.sql(
            """
            insert into pregnancy (mother_id, dated_by, outcome, ended_on, registered_at)
            values (:mother, 'NONE', 'MISCARRIAGE', '2026-05-01', '2026-06-01T06:00:00Z')
            """)
        .param("mother", mother)
        .update();
    assertThat(isErasedAt(LATER)).isFalse();
    assertThat(isErasedAt("2028-06-01T07:00:00Z")).isTrue();
  }

  @Test
  void whoHasSomethingPlannedStays() {
    families.baby(mother, LocalDate.parse("2026-03-01"), "Zawadi");
    assertThat(isErasedAt(LATER)).as("a child is followed for years").isFalse();
    assertThat(isErasedAt("2034-03-10T07:00:00Z")).isFalse();
  }

  @Test
  void aDoseRecordedSinceKeepsHer() {
    long baby = families.baby(mother, LocalDate.parse("2026-03-01"), "Zawadi");
    families.dose(mother, baby, "BCG", LocalDate.parse("2026-03-02"));
    jdbc.sql("update dose set recorded_at = '2027-01-01T06:00:00Z'").update();
    jdbc.sql("delete from reminder_visit").update();
    jdbc.sql("delete from reminder").update();
    jdbc.sql("delete from visit").update();
    assertThat(isErasedAt(LATER)).isFalse();
    assertThat(isErasedAt("2029-01-01T07:00:00Z")).isTrue();
  }

  @Test
  void aMessageSinceKeepsHer() {
    wasSentSomething();
    assertThat(isErasedAt(LATER)).isFalse();
    assertThat(isErasedAt("2029-01-01T07:00:00Z")).isTrue();
  }

  private void wasSentSomething() {
    jdbc.sql(
            """
            insert into reminder (mother_id, day, kind, due_at, expires_at, state, why, claim_at, created_at)
            values (:mother, '2027-01-01', 'DUE', '2027-01-01T06:00:00Z', '2027-01-02T06:00:00Z',
              'DELIVERED', '', '2027-01-01T06:00:00Z', '2026-12-01T06:00:00Z')
            """)
        .param("mother", mother)
        .update();
  }

  @Test
  void aChangeOfHersKeepsHerAndALookDoesNot() {
    trail.enter(
        Trail.Deed.CHANGED,
        Trail.By.PERSON,
        Trail.About.mother(mother),
        Instant.parse("2027-01-01T06:00:00Z"));
    trail.enter(
        Trail.Deed.VIEWED,
        Trail.By.PROGRAM,
        Trail.About.mother(mother),
        Instant.parse("2028-01-01T06:00:00Z"));
    assertThat(isErasedAt(LATER)).isFalse();
    assertThat(isErasedAt("2029-01-01T07:00:00Z")).isTrue();
  }

  @Test
  void itGoesRoundOnceAnHourHoweverManyBeatsThereAre() {
    clock.set(LATER);
    List<CompletableFuture<Integer>> beats =
        IntStream.range(0, 6)
            .mapToObj(
                n ->
                    CompletableFuture.supplyAsync(
                        () -> Sight.ALL.get(() -> retention.turn(clock.now()))))
            .toList();
    assertThat(beats.stream().map(CompletableFuture::join).mapToInt(i -> i).sum()).isEqualTo(1);
    long next = families.mother(families.clinic(), "+254700000003");
    jdbc.sql("update mother set registered_at = '2026-01-01T00:00:00Z' where id = " + next)
        .update();

    clock.advance(Duration.ofMinutes(59));
    assertThat(retention.turn(clock.now())).isZero();
    clock.advance(Duration.ofMinutes(1));
    assertThat(retention.turn(clock.now())).isEqualTo(1);
  }

  @Test
  void manyGoInLots() {
    long clinic = families.clinic();
    jdbc.sql(
            """
            insert into mother (clinic_id, full_name, phone, channels, consent, registered_at)
            select :clinic, 'Asha', '+254700000009', '{sms}', true, '2026-01-01T00:00:00Z'
            from generate_series(1, 350)
            """)
        .param("clinic", clinic)
        .update();
    clock.set(LATER);

    assertThat(retention.turn(clock.now())).isEqualTo(351);
    assertThat(
            jdbc.sql("select count(*) from mother where erased_at is null")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void whatWasKeptOfTheErasedGoesWithTheirTrail() {
    wasSentSomething();
    assertThat(isErasedAt("2029-01-01T07:00:00Z")).isTrue();
    assertThat(isErasedAt("2034-01-01T06:00:00Z")).isTrue();
    clock.set("2034-01-01T08:00:00Z");
    assertThat(retention.turn(clock.now())).isEqualTo(1);

    assertThat(
            jdbc.sql(
                    """
                    select (select count(*) from mother) + (select count(*) from reminder)
                      + (select count(*) from erased)
                    """)
                .query(Long.class)
                .single())
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"seven years", "7", "P0D", "P-1Y", "PT24H", "P1Y-400D", "P99999999999Y"})
  void aSettingThatIsNoPeriodIsRefusedAtStart(String text) {
    assertThatThrownBy(() -> KeptFor.read("DOULA_RETENTION", text, Period.ofDays(1)))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("DOULA_RETENTION must be a period");
  }

  @Test
  void withoutASettingAllIsKept() {
    assertThat(KeptFor.read("DOULA_RETENTION", " ", Period.ofDays(1)).cutoff(Instant.EPOCH))
        .isNull();
    assertThat(
            KeptFor.read("DOULA_RETENTION", "P1Y", Period.ofYears(1))
                .cutoff(Instant.parse("2028-02-29T00:00:00Z")))
        .isEqualTo("2027-02-28T00:00:00Z");
    assertThatThrownBy(() -> KeptFor.read("X", "P11M", Period.ofYears(1)))
        .isInstanceOf(CannotStart.class);
  }
}
