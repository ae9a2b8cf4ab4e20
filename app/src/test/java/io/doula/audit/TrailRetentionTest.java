package io.doula.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Paging;
import io.doula.core.Role;
import io.doula.core.Ticked;
import io.doula.core.Trail;
import io.doula.core.Viewer;
import io.doula.testing.DoulaTest;
import io.doula.testing.MovedClock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** The real day must be a year and more after what is taken out: the tables see to that. */
@DoulaTest
@Import(TrailRows.class)
@TestPropertySource(properties = "DOULA_TRAIL_RETENTION=P2Y")
class TrailRetentionTest {
  private static final Viewer ADMIN = new Viewer(7, "admin", Role.ADMIN, Set.of());

  @Autowired Seals seals;
  @Autowired Trail trail;
  @Autowired TrailRows rows;
  @Autowired MovedClock clock;
  @Autowired JdbcClient jdbc;
  @Autowired ApplicationEventPublisher events;

  private void beat() {
    events.publishEvent(new Ticked(clock.now()));
  }

  private void aMinute() {
    trail.viewed(ADMIN, Trail.About.mother(1), clock.now());
    trail.viewed(ADMIN, Trail.About.mother(2), clock.now());
    beat();
    clock.advance(Duration.ofMinutes(1));
  }

  private List<String> states() {
    return seals.list(ADMIN, Paging.of("500", null)).items().stream()
        .map(seal -> seal.number() + " " + seal.state())
        .toList();
  }

  @Test
  void whatIsOldGoesAndTheChainStays() {
    clock.set("2020-01-01T06:00:00Z");
    aMinute();
    aMinute();
    clock.set("2021-06-01T06:00:00Z");
    aMinute();
    clock.set("2022-01-01T06:01:30Z");
    beat();
    beat();

    assertThat(rows.all())
        .as("the two of the last minute that is kept, and that the others went")
        .hasSize(3)
        .endsWith("program FORGOTTEN TRAIL");
    clock.advance(Duration.ofMinutes(1));
    beat();
    assertThat(states()).containsExactly("1 FORGOTTEN", "2 FORGOTTEN", "3 WHOLE", "4 WHOLE");
  }

  @Test
  void whatIsTakenOutOtherwiseIsNoForgetting() {
    clock.set("2020-01-01T06:00:00Z");
    aMinute();
    aMinute();
    jdbc.sql("alter table trail disable trigger user").update();
    jdbc.sql("delete from trail where id <= 2").update();
    jdbc.sql("alter table trail enable trigger user").update();

    assertThat(states()).containsExactly("1 ENTRIES_DIFFER", "2 WHOLE");
  }

  @Test
  void whatIsYoungerThanAYearGoesForNobody() {
    trail.viewed(ADMIN, Trail.About.mother(1), clock.now());
    jdbc.sql("alter table trail disable trigger user").update();
    jdbc.sql("update trail set at = now() - interval '364 days'").update();
    jdbc.sql("alter table trail enable trigger user").update();

    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                jdbc.sql(
                        """
                        with allowed as materialized (
                          select set_config('doula.trail_forgets', 'yes', true) as yes)
                        delete from trail using allowed where yes = 'yes'
                        """)
                    .update())
        .hasMessageContaining("append-only");
  }
}
