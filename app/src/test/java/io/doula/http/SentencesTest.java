package io.doula.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.support.StaticMessageSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SentencesTest {
  private static final Path SOURCE = Path.of("src/main/java/io/doula");

  /** Rooms whose words come before people. */
  private static final String[] ROOMS = {
    "core",
    "family",
    "schedule",
    "reminder",
    "staff",
    "staff/web",
    "report",
    "http",
    "desk/people",
    "desk/work",
    "desk/figures",
    "desk/house"
  };

  /** Files that speak to operators, to programs or to those who write plans, never on a page. */
  private static final Set<String> NOT_ON_PAGES =
      Set.of(
          "core/KeptFor.java",
          "core/Sight.java",
          "family/Changes.java",
          "schedule/PlanNode.java",
          "schedule/PlanFiles.java",
          "schedule/Plans.java",
          "schedule/SeriesReader.java",
          "schedule/Facts.java",
          "schedule/Schedules.java",
          "schedule/ImmunizationForecast.java",
          "reminder/DeliverySettings.java",
          "reminder/Gauges.java",
          "reminder/Measures.java",
          "reminder/Tick.java",
          "reminder/State.java",
          "reminder/SendRound.java",
          "reminder/Pulse.java",
          "reminder/Presence.java",
          "reminder/WatchedLedger.java",
          "reminder/ReceiptBook.java",
          "reminder/Line.java",
          "reminder/Draft.java",
          "staff/Tokens.java",
          "staff/SignIns.java",
          "staff/Passwords.java",
          "staff/FirstAdminAtStart.java",
          "staff/KeyBox.java",
          "staff/KnownPasswords.java",
          "staff/Totp.java",
          "staff/Tries.java",
          "http/SocketPath.java",
          "http/UnixSocket.java",
          "http/CleanText.java",
          "http/BodyFaults.java",
          "http/Patches.java",
          "http/ReadBody.java",
          "http/StaticLinks.java",
          "http/CsvAnswer.java",
          "http/IdempotencyFilter.java",
          "http/LastResortFilter.java",
          "http/Sentences.java");

  /** Parts of the same files that are no speech: SQL, and faults of the program itself. */
  private static final Pattern NO_SPEECH =
      Pattern.compile(
          "(?s)\\(?(select|and|for|or|insert|update|delete) .*|.* (is null|any\\(:|= :|< :).*"
              + "|r\\.state.*|id, name, .*|a\\.id as .*|a (channel failed in place|receipt names).*"
              + "|an outcome came after.*|strict times|no unit|a JSON body.*|.*Bearer.*"
              + "|.* is no age or interval: .*|has a name with NUL.*|the body is not JSON"
              + "|.*v\\.overdue_after.*|.?select (count|distinct|name).*|attachment;.*|send it without.*"
              + "|send JSON.*|dose \u0001\u0001.*|cannot be negative|must hold steps forward"
              + "|a second factor can't be read.*|recovery code|must be numbered.*|this end is open|must be 0 to .*|a duration such.*");

  /** Pieces of sentences that are listed as wholes. */
  private static final Set<String> PIECES =
      Set.of(
          "the dose of",
          "mother: the record was put into that of mother …",
          "second factor",
          "the first dose,",
          "… after ……",
          "less than …",
          "… day… … what is due on …",
          "…, and its time ends at …",
          "…, version …",
          "…: …, at … in … (plan …)",
          "; see also …",
          "…; this one is …",
          "no dose is needed.",
          "every dose has been given, the last on ….",
          "only a reminder that waits can be cancelled",
          "only a reminder that failed, is unknown or was cancelled by staff, and has not expired,"
              + " can be retried",
          "only a reminder whose outcome is unknown can be resolved");

  private static final Pattern BETWEEN = Pattern.compile("(?<=[.!?]) (?=[\\p{Lu}\u0001])");

  private final Sentences sentences = new Sentences();

  @Test
  void everySentenceOfTheSourceIsListed() throws Exception {
    TreeMap<String, String> unknown = new TreeMap<>();
    SpokenEnglish.of(SOURCE, ROOMS)
        .forEach(
            (said, file) -> {
              if (!NOT_ON_PAGES.contains(file) && !NO_SPEECH.matcher(said).matches()) {
                BETWEEN
                    .splitAsStream(said.strip())
                    .filter(part -> !isListed(part))
                    .forEach(part -> unknown.put(readable(part), file));
              }
            });
    assertThat(unknown).isEmpty();
  }

  private boolean isListed(String part) {
    return part.equals(String.valueOf(Sentence.ANYTHING))
        || PIECES.contains(readable(part))
        || sentences.knows(part);
  }

  private static String readable(String said) {
    return said.replace(Sentence.ANYTHING, '…');
  }

  @Test
  void whatPlansCallThingsIsListed() throws Exception {
    JsonNode plans = new JsonMapper().readTree(resource("/plans/who.json"));
    JsonNode vaccines = new JsonMapper().readTree(resource("/plans/vaccines.json"));
    Set<String> titles = new TreeSet<>();
    Stream.of(plans, vaccines)
        .forEach(file -> file.findValuesAsString("title").forEach(titles::add));
    assertThat(titles)
        .hasSizeGreaterThan(40)
        .filteredOn(title -> title.contains(" ") || title.length() > 6)
        .allMatch(sentences::knows);
  }

  private static String resource(String name) throws Exception {
    try (InputStream in = SentencesTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static Stream<Locale> languages() {
    return PageLanguage.ALL.stream().filter(language -> !language.equals(Locale.ENGLISH));
  }

  @ParameterizedTest
  @MethodSource("languages")
  void everySentenceIsTranslatedWithTheSameHoles(Locale language) {
    List<String> lines = Sentences.read("sentences_" + language + ".txt");
    Set<String> translated = new TreeSet<>();
    for (int i = 0; i + 1 < lines.size(); i += 2) {
      String english = lines.get(i);
      assertThat(lines.get(i + 1)).as("below: " + english).startsWith("= ");
      assertThat(translated.add(english)).as("twice: " + english).isTrue();
      String said = lines.get(i + 1).substring(2);
      assertThat(Sentence.holesOf(said)).as(said).isEqualTo(Sentence.holesOf(english));
    }
    assertThat(translated).containsExactlyInAnyOrderElementsOf(sentences.listed());
  }

  @Test
  void partsOfAReasonAreSaidInTheLanguageToo() {
    Say say = new Say(new StaticMessageSource(), sentences, Locale.FRENCH);
    assertThat(
            say.sentence(
                "Measles dose 1: due 2026-12-09, at 9 months of age (born 2026-03-09). Plan who,"
                    + " version 2026.1."))
        .isEqualTo(
            "Rougeole, dose 1 : prévue le 9 déc. 2026, à l’âge de 9 mois (naissance le 9 mars"
                + " 2026). Plan who, version 2026.1.");
    assertThat(say.sentence("DTP or Td, booster 1")).isEqualTo("DTP ou Td, rappel 1");
  }

  @Test
  void aReasonIsSaidWithThePagesDates() {
    Say say = new Say(new StaticMessageSource(), sentences, Locale.ENGLISH);
    assertThat(
            say.sentence(
                "Projected, because the dose before is not recorded yet. DTP dose 2: due"
                    + " 2026-03-09, 4 weeks after the dose of 2026-02-09. Plan who, version 2026.1."))
        .isEqualTo(
            "Projected, because the dose before is not recorded yet. DTP dose 2: due 9 Mar 2026,"
                + " 4 weeks after the dose of 9 Feb 2026. Plan who, version 2026.1.");
  }

  @Test
  void whatNoLineFitsIsSaidAsItIs() {
    Say say = new Say(new StaticMessageSource(), sentences, Locale.FRENCH);
    assertThat(say.sentence("no line of the list, 2026-01-01"))
        .isEqualTo("No line of the list, 2026-01-01");
    assertThat(say.sentence(null)).isEmpty();
  }
}
