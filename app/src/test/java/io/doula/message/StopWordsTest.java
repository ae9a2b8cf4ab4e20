package io.doula.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StopWordsTest {
  private final StopWords words = new StopWords();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STOP", "UNSUBSCRIBE", "END", "CANCEL", "QUIT", "ARRET", "ARRÊT", "DESABONNER",
            "Désabonner",
        "रोकें", "बंद", "बंद करें", "रोको", "रुको", "स्टॉप", "SIMAMISHA", "ACHA", "KOMESHA",
        "SITISHA", "MISA", "YEKA", "PHUMA"
      })
  void aStopWordOfAnyMessageLanguageStops(String word) {
    assertThat(words.read(word)).contains(Reply.STOP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"START", "unstop", "Démarrer", "शुरू करें", "ANZA", "QALA"})
  void aStartWordStarts(String word) {
    assertThat(words.read(word)).contains(Reply.START);
  }

  @ParameterizedTest
  @MethodSource("listed")
  void everyListedWordIsReadHoweverItIsTyped(String word, Reply reply) {
    Stream.of(
            word,
            word.toUpperCase(Locale.ROOT),
            "  " + word + "!\n",
            "«" + word + ".»",
            "\u200B\u202A" + word + "\uFEFF",
            word.replace(" ", " \u00A0 "),
            Normalizer.normalize(word, Normalizer.Form.NFC),
            Normalizer.normalize(word, Normalizer.Form.NFD))
        .forEach(typed -> assertThat(words.read(typed)).as(typed).contains(reply));
  }

  static Stream<Object[]> listed() {
    Properties listed = Wording.read("/messages/replies.properties");
    return listed.stringPropertyNames().stream()
        .filter(key -> !key.startsWith("harmless"))
        .flatMap(
            key ->
                Arrays.stream(listed.getProperty(key).split(", *"))
                    .map(word -> new Object[] {word, replyOf(key)}));
  }

  private static Reply replyOf(String key) {
    return key.startsWith("stop.") ? Reply.STOP : Reply.START;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STOP",
        "ＳＴＯＰ",
        "s\u200Btop",
        "Stop please",
        "stop, please!",
        "STOP sending me these",
        "\"Stop\"",
        "Stop 🙏",
        "stop\u0000",
        "STÖP",
        "unsubscribe me please"
      })
  void stopIsUnderstoodWithAFewWordsAfterIt(String text) {
    assertThat(words.read(text)).contains(Reply.STOP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "?!",
        "OK",
        "yes",
        "don't stop",
        "Please stop",
        "stopped",
        "stop by the clinic when",
        "Cancel my visit",
        "End of the month?",
        "acha kidogo",
        "बंद है क्या",
        "start when",
        "asante",
        "रक",
        "रोक",
        "is the clinic open on Saturday"
      })
  void anyOtherAnswerIsLeftToPeople(String text) {
    assertThat(words.read(text)).isEmpty();
  }

  @Test
  void theWordThatEachLanguagesTextNamesStops() {
    Messages messages = new Messages();
    var named = Map.of("en", "STOP", "fr", "STOP", "hi", "बंद", "sw", "SITISHA", "zu", "MISA");
    assertThat(named.keySet()).containsExactlyInAnyOrderElementsOf(Messages.LANGUAGES);
    named.forEach(
        (language, word) -> {
          for (MessageKind kind : MessageKind.values()) {
            String text = messages.render(Families.sixWeekVisit(kind), language, null).text();
            String end = text.substring(text.length() - 36);
            assertThat(end).contains(word);
          }
          assertThat(words.read(word, language)).contains(Reply.STOP);
        });
  }

  @Test
  void aHindiReadersAllRightIsNoStop() {
    assertThat(words.read("Acha", "hi-IN")).isEmpty();
    assertThat(words.read("Acha", "sw")).contains(Reply.STOP);
    assertThat(words.read("STOP", "hi")).contains(Reply.STOP);
  }
}
