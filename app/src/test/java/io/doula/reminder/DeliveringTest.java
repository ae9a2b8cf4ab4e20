package io.doula.reminder;

import io.doula.channel.Inbox;
import io.doula.testing.DoulaTest;
import io.doula.testing.MovedClock;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A test of what becomes of reminders with providers in the test's hand, on real PostgreSQL. */
@DoulaTest
@Import({Providers.class, Clinic.class, Clinic.Parts.class})
abstract class DeliveringTest {
  @Autowired Providers providers;
  @Autowired Clinic clinic;
  @Autowired MovedClock clock;
  @Autowired JdbcClient jdbc;
  @Autowired Ledger ledger;
  @Autowired Inbox inbox;

  @BeforeEach
  void providersTakeEverything() {
    providers.reset();
  }
}
