package io.doula.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HintsTest {

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    List<Hint> hints =
        List.of(new Hint(12, 3, "whatsapp"), new Hint(13, 0, "sms"), new Hint(77, 1, "whatsapp"));
    List<String> texts = Hints.write(hints, 500);
    assertThat(texts).containsExactly("whatsapp 12:3,77:1", "sms 13:0");
    List<Hint> read = new ArrayList<>();
    for (String text : texts) {
      read.addAll(Hints.read(text));
    }
    assertThat(read).containsExactlyInAnyOrderElementsOf(hints);
  }

  @Test
  void evenTheLongestMessageIsReadAndTenOfThemStayBelowTheLimitOfABatch() throws Exception {
    List<Hint> longest =
        LongStream.range(0, SqsWakeups.HINTS_IN_A_MESSAGE)
            .mapToObj(n -> new Hint(999_999_999_999_999_999L - n, 999_999_999, "whatsapp"))
            .toList();
    String text = Hints.write(longest, SqsWakeups.HINTS_IN_A_MESSAGE).get(0);
    assertThat(Hints.read(text)).isEqualTo(longest);
    assertThat(text.getBytes(StandardCharsets.UTF_8).length * SqsWakeups.MESSAGES_IN_A_BATCH)
        .isLessThan(256 * 1024);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "sms",
        "sms ",
        "sms 12",
        "sms 12:",
        "sms 12:3,",
        "sms ,12:3",
        "sms 12:3,Neema",
        "sms 12:3 ",
        "sms  12:3",
        "SMS 12:3",
        "sms 12:-3",
        "sms 12:3.5",
        "sms 9999999999999999999:1",
        "sms 1:9999999999",
        " 12:3",
        "12:3",
        "sms 12:3\nsms 13:1",
        "{\"hints\":[{\"id\":12}]}",
        "Neema Wanjiru, +254711000001"
      })
  void whatDoulaDidNotWriteIsRefusedAndNotRepeated(String text) {
    assertThatThrownBy(() -> Hints.read(text))
        .isInstanceOf(UnreadableHints.class)
        .hasMessageMatching("not hints of Doula's: \\d+ characters");
  }

  @Test
  void aHugePoisonMessageIsRefusedAtOnce() {
    assertThatThrownBy(() -> Hints.read("sms " + "1:1,".repeat(60_000) + "1:1"))
        .isInstanceOf(UnreadableHints.class);
    assertThatThrownBy(() -> Hints.read("sms " + "1:1,".repeat(Hints.MOST) + "1:1"))
        .isInstanceOf(UnreadableHints.class);
  }
}
