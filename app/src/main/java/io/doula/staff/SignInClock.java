package io.doula.staff;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;

/**
 * The time by which sign-ins last and wrong passwords are counted: real time, not the program's.
 * Whoever moves the local profile's clock by two months is still signed in.
 */
@Component
public class SignInClock {

  public Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }
}
