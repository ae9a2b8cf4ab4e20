package io.doula.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/**
 * The whole program on a real PostgreSQL, listening on a port of its own, its clock in the test's
 * hand ({@link MovedClock}), its beat and worker still (the test ticks). Tables are empty before
 * each test; a test of the local profile adds {@code @ActiveProfiles("local")}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "DOULA_ROLES=web",
      "doula.migrate-at-start=true",
      "DOULA_SECRET_KEY=a key for tests only, thirty-two characters or more",
      "spring.datasource.hikari.maximum-pool-size=10"
    })
@ContextConfiguration(initializers = EmbeddedDatabase.class)
@Import({DoulaTest.Clock.class, Families.class})
@ExtendWith({SeesAll.class, EmptyTables.class})
public @interface DoulaTest {

  /** Puts the test's clock in the place of the program's. */
  @org.springframework.boot.test.context.TestConfiguration
  class Clock {
    @org.springframework.context.annotation.Bean
    @org.springframework.context.annotation.Primary
    MovedClock movedClock() {
      return new MovedClock();
    }

    @org.springframework.context.annotation.Bean
    Api api(org.springframework.core.env.Environment environment) {
      return new Api(environment);
    }

    @org.springframework.context.annotation.Bean
    Staff staff(
        io.doula.staff.Accounts accounts,
        io.doula.staff.Tokens tokens,
        io.doula.staff.SignInClock clock) {
      return new Staff(accounts, tokens, clock);
    }
  }
}
