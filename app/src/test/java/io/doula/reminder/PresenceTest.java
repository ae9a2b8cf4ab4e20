package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Times;
import io.doula.testing.DoulaTest;
import io.doula.testing.MovedClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Signs of life of beats and workers. */
@DoulaTest
class PresenceTest {
  @Autowired JdbcClient jdbc;
  @Autowired MovedClock clock;
  @Autowired Tick tick;

  @Test
  void aTickShowsThatTheBeatLives() {
    Instant now = clock.now().truncatedTo(ChronoUnit.SECONDS);
    tick.run(now);
    assertThat(new Presence(jdbc).all())
        .singleElement()
        .satisfies(
            seen -> {
              assertThat(seen.role()).isEqualTo("beat");
              assertThat(seen.name()).endsWith(":" + ProcessHandle.current().pid());
              assertThat(seen.at()).isEqualTo(now);
            });
  }

  @Test
  void oneProcessIsOneLineAndWhoIsLongGoneIsForgotten() {
    Instant now = clock.now().truncatedTo(ChronoUnit.SECONDS);
    jdbc.sql("insert into presence (role, name, seen_at) values ('worker', 'gone', :then)")
        .param("then", Times.utc(now.minus(Duration.ofDays(2))))
        .update();
    Presence presence = new Presence(jdbc);
    presence.show(Presence.WORKER, now);
    presence.show(Presence.WORKER, now.plusSeconds(5));
    assertThat(presence.all()).singleElement().satisfies(w -> assertThat(w.at()).isEqualTo(now));
    presence.show(Presence.WORKER, now.plusSeconds(15));
    assertThat(presence.all())
        .singleElement()
        .satisfies(w -> assertThat(w.at()).isEqualTo(now.plusSeconds(15)));
  }
}
