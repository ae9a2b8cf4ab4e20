package io.doula.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keeps docs/messages.md true, and shows at once when a changed word costs a segment. */
class SampleTextsTest {
  private static final Path PAGE = Path.of("..", "docs", "messages.md");

  private static final Map<String, String> NAMES =
      Map.of("en", "English", "fr", "French", "hi", "Hindi", "sw", "Swahili", "zu", "isiZulu");

  private final Messages messages = new Messages();

  @Test
  void thePageShowsWhatIsSentNow() throws IOException {
    String page = page();
    if (Boolean.getBoolean("doula.refresh-samples")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page);
  }

  @ParameterizedTest
  @CsvSource({"en, 1, 1, 2", "fr, 2, 2, 2", "hi, 3, 3, 3", "sw, 2, 2, 2", "zu, 2, 2, 2"})
  void theSixWeekVisitCostsNoMoreSegmentsThanKnown(
      String language, int upcoming, int due, int missed) {
    assertThat(
            List.of(
                segments(language, MessageKind.UPCOMING),
                segments(language, MessageKind.DUE),
                segments(language, MessageKind.MISSED)))
        .containsExactly(upcoming, due, missed);
  }

  @ParameterizedTest
  @CsvSource({"en", "fr", "sw", "zu"})
  void noLatinTextNeedsUcs2(String language) {
    var words = Wording.read("/messages/doula_" + language + ".properties");
    words.forEach(
        (key, text) ->
            assertThat(SmsLength.of((String) text).encoding())
                .as("%s", key)
                .isEqualTo(SmsLength.Encoding.GSM_7));
  }

  private int segments(String language, MessageKind kind) {
    return SmsLength.of(text(language, Families.sixWeekVisit(kind))).segments();
  }

  private String text(String language, MessageFacts facts) {
    return messages.render(facts, language, null).text();
  }

  private String page() {
    StringBuilder page = new StringBuilder(HEAD);
    for (String language : Messages.LANGUAGES) {
      page.append("\n## ").append(NAMES.get(language)).append(" (").append(language).append(")\n");
      append(page, "Six-week visit", language, Families::sixWeekVisit);
      append(page, "Antenatal visit", language, Families::antenatalVisit);
      append(page, "Mother and twins", language, Families::motherAndTwins);
    }
    return page.toString();
  }

  private void append(
      StringBuilder page,
      String title,
      String language,
      Function<MessageKind, MessageFacts> visit) {
    page.append("\n### ").append(title).append('\n');
    for (MessageKind kind : MessageKind.values()) {
      String text = text(language, visit.apply(kind));
      SmsLength length = SmsLength.of(text);
      page.append(
          String.format(
              Locale.ROOT,
              "%n**%s**, %d %s of %s%n%n> %s%n".replace("%n", "\n"),
              kind,
              length.segments(),
              length.segments() == 1 ? "segment" : "segments",
              length.encoding() == SmsLength.Encoding.GSM_7
                  ? length.units() + " septets (GSM 7-bit)"
                  : length.units() + " units (UCS-2)",
              text));
    }
  }

  private static final String HEAD =
      """
      # What the messages say

      Every text below was written by the program; a test compares this page with what it writes now.
      After a change of words in `app/src/main/resources/messages/`, refresh the page, from the root:

          mvn -q -pl app test -Dtest=SampleTextsTest -Ddoula.refresh-samples=true

      A message names the mother, the clinic, what is due for whom, and the day. It names no diagnosis,
      advertises nothing, and says how to stop. Weekdays and months stand in the bundles, not in the
      Java runtime, so the same text comes from every Java version.

      SMS: 160 septets fit in one message of GSM 7-bit (153 in each part of a longer one), 70 units in
      one of UCS-2 (67 in each part). English, French, Swahili and isiZulu use only GSM 7-bit
      letters (that is why French writes "aout", as the spelling of 1990 allows); Devanagari needs
      UCS-2. A name outside GSM 7-bit, such as Zoë, turns its whole message into UCS-2. The six-week
      visit is the typical message: one baby, a check-up and four vaccines.

      | language | UPCOMING | DUE | MISSED |
      |---|---|---|---|
      | en | 1 | 1 | 2 |
      | fr, sw, zu | 2 | 2 | 2 |
      | hi | 3 | 3 | 3 |
      """;
}
