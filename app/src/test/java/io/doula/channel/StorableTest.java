package io.doula.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a provider sends may hold what PostgreSQL can't keep. */
class StorableTest {
  private static final String ODD = "a\u0000b\ud800c";
  private static final String KEPT = "a\ufffdb\ufffdc";

  @Test
  void aReceiptCanBeKeptWhateverStandsInIt() {
    Receipt receipt =
        new Receipt(
            "whatsapp", ODD, ODD, ODD, Receipt.Status.FAILED, null, ODD, ODD, Instant.EPOCH);

    assertThat(receipt.event()).isEqualTo(KEPT);
    assertThat(receipt.correlation()).isEqualTo(KEPT);
    assertThat(receipt.providerId()).isEqualTo(KEPT);
    assertThat(receipt.scope()).isEqualTo(KEPT);
    assertThat(receipt.detail()).isEqualTo(KEPT);
  }

  @Test
  void whatSheWroteCanBeKeptToo() {
    Inbound wrote = new Inbound("whatsapp", ODD, ODD, "ndiyo \ud83d\ude00", Instant.EPOCH);

    assertThat(wrote.event()).isEqualTo(KEPT);
    assertThat(wrote.from()).isEqualTo(KEPT);
    assertThat(wrote.text()).isEqualTo("ndiyo \ud83d\ude00");
  }
}
