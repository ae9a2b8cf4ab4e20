package io.doula.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.Staff;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * {@code bench/fuzz} sends more, from any seed; so does this with {@code -Dfuzz.seed} and {@code
 * -Dfuzz.count}.
 */
@DoulaTest
@ExtendWith(OutputCaptureExtension.class)
class FuzzTest {
  private static final long SEED = 20260301;

  @Autowired Api api;
  @Autowired Staff staff;

  @Test
  void fiveHundredMalformedRequestsAreRefusedAndStandInNoLog(CapturedOutput output)
      throws Exception {
    Fuzzer.Target target =
        new Fuzzer.Target(
            URI.create(api.base()),
            staff.account(Role.ADMIN).username(),
            Staff.PASSWORD,
            null,
            true,
            20_000);

    int count = Integer.getInteger("fuzz.count", 500);
    Report report = Fuzzer.run(target, Long.getLong("fuzz.seed", SEED), count, 2);
    report.read(output.getAll());

    assertThat(report.count()).isGreaterThan(count * 95 / 100);
    assertThat(report.faults()).as(report.toString()).isEmpty();
  }
}
