package io.doula.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is submitted to WhatsApp, held against Meta's rules and against what is sent. */
class TemplatesTest {
  private static final Messages MESSAGES = new Messages();
  private static final Path APPROVED = Path.of("src/test/resources/templates.txt");
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\d+)}}");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}'-]+");

  static Stream<Template> templates() {
    return MESSAGES.templates().stream();
  }

  static Stream<Arguments> everyKindInEveryLanguage() {
    return Messages.LANGUAGES.stream()
        .flatMap(
            language -> Stream.of(MessageKind.values()).map(kind -> Arguments.of(language, kind)));
  }

  @Test
  void thereIsOneForEveryKindInEveryLanguage() {
    assertThat(templates().map(t -> t.name() + "/" + t.language()))
        .hasSize(Messages.LANGUAGES.size() * MessageKind.values().length)
        .doesNotHaveDuplicates()
        .contains("doula_upcoming_v1/en", "doula_due_v1/sw", "doula_missed_v1/zu");
  }

  @ParameterizedTest
  @MethodSource("everyKindInEveryLanguage")
  void theTemplateFilledSaysTheSameWordsAsTheText(String language, MessageKind kind) {
    for (MessageFacts facts :
        List.of(
            Families.sixWeekVisit(kind),
            Families.antenatalVisit(kind),
            Families.motherAndTwins(kind),
            unnamed(kind),
            Families.amina(kind, Due.postnatal("{{1}} $2 {clinic}")))) {
      Message message = MESSAGES.render(facts, language, null);
      Template template = template(message);
      assertThat(filled(template.body(), message.parameters())).isEqualTo(message.text());
    }
  }

  @ParameterizedTest
  @MethodSource("everyKindInEveryLanguage")
  void noParameterIsEmptyOrBreaksALine(String language, MessageKind kind) {
    MessageFacts wild =
        new MessageFacts(
            "\u200B",
            "Kibera\r\n\tHealth        Centre",
            kind,
            Families.THURSDAY,
            List.of(Due.postnatal("Za\n\n     wadi"), Due.vaccination(null, List.of("X\tY"))));
    assertThat(MESSAGES.render(wild, language, null).parameters())
        .allSatisfy(
            parameter ->
                assertThat(parameter).isNotBlank().doesNotContain("\n", "\r", "\t", "    "));
  }

  @ParameterizedTest
  @MethodSource("everyKindInEveryLanguage")
  void aMessageThatNoTemplateHoldsSaysLessAndSaysThatThereIsMore(
      String language, MessageKind kind) {
    List<Due> dues = new ArrayList<>();
    for (int baby = 0; baby < 12; baby++) {
      dues.add(Due.vaccination("Baby" + baby + "x".repeat(35), List.of("MCV", "V" + baby)));
    }
    Message message =
        MESSAGES.render(
            new MessageFacts(
                "न\u0902".repeat(60), "क\u0902".repeat(90), kind, Families.THURSDAY, dues),
            language,
            null);
    assertThat(message.text()).hasSizeLessThanOrEqualTo(1024).doesNotContain("Baby0");
    String many =
        Wording.read("/messages/doula_" + language + ".properties").getProperty("sections.many");
    assertThat(message.text()).containsIgnoringCase(many);
  }

  @ParameterizedTest
  @MethodSource("templates")
  void noPlaceStandsAtTheStartOrTheEnd(Template template) {
    String[] words = PLACE.split(template.body(), -1);
    assertThat(words[0]).containsPattern("\\p{L}");
    assertThat(words[words.length - 1]).containsPattern("\\p{L}");
  }

  @ParameterizedTest
  @MethodSource("templates")
  void aWordStandsBetweenPlaces(Template template) {
    assertThat(Stream.of(PLACE.split(template.body(), -1)))
        .hasSizeGreaterThan(2)
        .allSatisfy(between -> assertThat(between).containsPattern("\\p{L}"));
  }

  @ParameterizedTest
  @MethodSource("templates")
  void placesAreNumberedAsTheyStandAndEachHasASample(Template template) {
    List<Integer> numbers =
        PLACE
            .matcher(template.body())
            .results()
            .map(place -> Integer.valueOf(place.group(1)))
            .toList();
    assertThat(numbers)
        .isEqualTo(IntStream.rangeClosed(1, template.samples().size()).boxed().toList());
    assertThat(template.samples()).allSatisfy(sample -> assertThat(sample).isNotBlank());
  }

  /** As observed by those who submit many: for x places at least 2x + 1 words that stay. */
  @ParameterizedTest
  @MethodSource("templates")
  void thereAreWordsEnoughForThePlaces(Template template) {
    long words = WORD.matcher(PLACE.matcher(template.body()).replaceAll(" ")).results().count();
    assertThat(words).isGreaterThanOrEqualTo(2L * template.samples().size() + 1);
  }

  @ParameterizedTest
  @MethodSource("templates")
  void theBodyIsOneLineWithinMetasLength(Template template) {
    assertThat(template.body())
        .hasSizeLessThanOrEqualTo(550)
        .doesNotContain("\n", "\t", "    ")
        .isEqualTo(template.body().strip());
    assertThat(template.name()).matches("doula_(upcoming|due|missed)_v[1-9][0-9]*");
  }

  @ParameterizedTest
  @MethodSource("templates")
  void everyTemplateSaysHowToStop(Template template) {
    Message message =
        MESSAGES.render(Families.antenatalVisit(MessageKind.DUE), template.language(), null);
    assertThat(
            WORD.matcher(message.text())
                .results()
                .map(word -> word.group().replaceFirst("^ngo-", ""))
                .filter(word -> word.codePoints().noneMatch(Character::isLowerCase))
                .anyMatch(
                    word ->
                        new StopWords()
                            .read(word, template.language())
                            .filter(Reply.STOP::equals)
                            .isPresent()))
        .isTrue();
  }

  /**
   * WhatsApp approves words under a name. A changed word under an old name would be sent as the old
   * one, or be refused: give the template a new number (version.* in its bundle), and this table
   * its line.
   */
  @ParameterizedTest
  @MethodSource("templates")
  void aTemplateWhoseWordsChangeHasANewNumber(Template template) throws IOException {
    String line =
        "%s %s %s".formatted(template.name(), template.language(), print(template.body()));
    assertThat(Files.readAllLines(APPROVED)).contains(line);
  }

  @Test
  void noNameStandsTwiceInTheTableOfApprovedWords() throws IOException {
    assertThat(Files.readAllLines(APPROVED).stream().map(line -> line.replaceFirst(" \\w+$", "")))
        .isNotEmpty()
        .doesNotHaveDuplicates();
  }

  private static MessageFacts unnamed(MessageKind kind) {
    return new MessageFacts(
        "", "Kibera Health Centre", kind, Families.THURSDAY, List.of(Due.antenatal()));
  }

  private static Template template(Message message) {
    return templates()
        .filter(t -> t.name().equals(message.template()) && t.language().equals(message.language()))
        .findFirst()
        .orElseThrow();
  }

  /** As WhatsApp fills it. */
  private static String filled(String body, List<String> parameters) {
    return PLACE
        .matcher(body)
        .replaceAll(
            place ->
                Matcher.quoteReplacement(parameters.get(Integer.parseInt(place.group(1)) - 1)));
  }

  private static String print(String body) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
