package io.doula.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.channel.Outcome.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The table of Meta's codes, row by row, against the classes agreed on. */
class WhatsAppFaultTest {

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "/whatsapp-codes.csv", numLinesToSkip = 1)
  void aCodeIsOfItsClass(int code, Kind kind, @Nullable String scope, @Nullable Duration pause) {
    WhatsAppFault fault = WhatsAppFault.of(code).orElseThrow();
    assertThat(fault.kind()).isEqualTo(kind);
    assertThat(fault.scope("doula_due_v1/sw"))
        .isEqualTo("template".equals(scope) ? "doula_due_v1/sw" : scope);
    assertThat(fault.pause()).isEqualTo(pause);
  }

  @Test
  void everyRowOfTheTableIsTested() throws IOException {
    List<String> tested =
        Files.readAllLines(Path.of("src/test/resources/whatsapp-codes.csv")).stream()
            .skip(1)
            .map(line -> line.split(",")[0])
            .toList();
    assertThat(WhatsAppFault.ALL)
        .allSatisfy(fault -> assertThat(tested).contains(String.valueOf(fault.from())));
    assertThat(tested).contains("200", "250", "299");
  }

  @Test
  void noCodeStandsTwice() {
    assertThat(WhatsAppFault.ALL.stream().map(WhatsAppFault::from)).doesNotHaveDuplicates();
    assertThat(WhatsAppFault.ALL)
        .allSatisfy(
            fault -> {
              assertThat((fault.kind() == Kind.BLOCKED) == (fault.blocks() != null)).isTrue();
              assertThat(fault.pause() == null || fault.kind() == Kind.REFUSED).isTrue();
              assertThat(fault.words()).isNotBlank();
            });
  }

  @Test
  void aCodeThatIsNotInTheTableHasNoClass() {
    assertThat(WhatsAppFault.of(199)).isEmpty();
    assertThat(WhatsAppFault.of(300)).isEmpty();
    assertThat(WhatsAppFault.of(-1)).isEmpty();
  }

  @Test
  void thePageForOperatorsListsEveryCode() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "whatsapp.md"));
    assertThat(WhatsAppFault.ALL)
        .allSatisfy(
            fault ->
                assertThat(page)
                    .contains(
                        "| "
                            + fault.from()
                            + (fault.to() == fault.from() ? "" : "-" + fault.to())
                            + " | "));
  }
}
