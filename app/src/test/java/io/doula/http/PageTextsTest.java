package io.doula.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.attoparser.MarkupParser;
import org.attoparser.config.ParseConfiguration;
import org.attoparser.dom.DOMBuilderMarkupHandler;
import org.attoparser.dom.Document;
import org.attoparser.dom.Element;
import org.attoparser.dom.INestableNode;
import org.attoparser.dom.INode;
import org.attoparser.dom.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every text of a page has a key, and every key a text in each language. */
class PageTextsTest {
  private static final Path TEMPLATES = Path.of("src/main/resources/templates");
  private static final Set<String> SPOKEN = Set.of("alt", "title", "aria-label", "placeholder");
  private static final Pattern LETTERS = Pattern.compile("\\p{L}{2,}");
  private static final Pattern HOLE = Pattern.compile("\\{[0-9]");

  /** Texts that are the same in some languages, and rightly so. */
  private static final Pattern SAME =
      Pattern.compile(
          "Doula.*|SMS|WhatsApp|CSV.*|page\\.(language|direction)|[^\\p{L}]*(\\{\\d}[^\\p{L}]*)*");

  private static final Set<String> SAME_IN =
      Set.of("fr figures.of", "fr plans.version", "fr people.doses.one", "fr people.doses.many");

  static Stream<Path> templates() throws IOException {
    try (Stream<Path> all = Files.walk(TEMPLATES)) {
      return all
          .filter(file -> file.toString().endsWith(".html"))
          // the phones of the local profile, for who tries Doula out
          .filter(file -> !file.toString().contains("dev/"))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("templates")
  void aTemplateHoldsNoTextOfItsOwn(Path template) throws Exception {
    List<String> own = new ArrayList<>();
    collect(read(template), false, own);
    assertThat(own).isEmpty();
  }

  /** A tag that is replaced is gone before its condition is asked. */
  @ParameterizedTest
  @MethodSource("templates")
  void noConditionStandsOnATagThatIsReplaced(Path template) throws IOException {
    assertThat(
            Pattern.compile("<(?:[^>\"]|\"[^\"]*\")*>")
                .matcher(Files.readString(template))
                .results()
                .map(java.util.regex.MatchResult::group)
                .filter(tag -> tag.contains("th:replace="))
                .filter(tag -> tag.contains("th:if=") || tag.contains("th:unless=")))
        .isEmpty();
  }

  private static Document read(Path template) throws Exception {
    DOMBuilderMarkupHandler dom = new DOMBuilderMarkupHandler();
    new MarkupParser(ParseConfiguration.htmlConfiguration()).parse(Files.readString(template), dom);
    return dom.getDocument();
  }

  private static void collect(INestableNode parent, boolean replaced, List<String> own) {
    for (INode node : parent.getChildren()) {
      if (node instanceof Text text
          && !replaced
          && LETTERS.matcher(text.getContent()).find()
          && !text.getContent().contains("_")) {
        own.add(text.getContent().strip());
      }
      if (node instanceof Element element) {
        Map<String, String> attributes = element.getAttributeMap();
        SPOKEN.stream()
            .filter(name -> LETTERS.matcher(attributes.getOrDefault(name, "")).find())
            .filter(name -> !attributes.containsKey("th:" + name))
            .forEach(name -> own.add(name + "=" + attributes.get(name)));
        boolean said =
            attributes.containsKey("th:text")
                || attributes.containsKey("th:utext")
                || element.getElementName().equals("title") && !attributes.isEmpty();
        collect(element, replaced || said, own);
      }
    }
  }

  static Stream<Locale> languages() {
    return PageLanguage.ALL.stream().filter(language -> !language.equals(Locale.ENGLISH));
  }

  @ParameterizedTest
  @MethodSource("languages")
  void everyTextIsThereInEveryLanguage(Locale language) throws IOException {
    Map<String, String> english = texts("pages.properties");
    Map<String, String> translated = texts("pages_" + language + ".properties");
    assertThat(translated.keySet()).containsExactlyInAnyOrderElementsOf(english.keySet());
    Map<String, String> wrong = new TreeMap<>();
    english.forEach(
        (key, text) -> {
          String said = translated.getOrDefault(key, "");
          boolean same = said.equals(text) && text.contains(" ") && !isSame(language, key, text);
          if (said.isBlank() || !holes(said).equals(holes(text)) || same) {
            wrong.put(key, said);
          }
        });
    assertThat(wrong).isEmpty();
  }

  private static boolean isSame(Locale language, String key, String text) {
    return SAME.matcher(text).matches() || SAME_IN.contains(language + " " + key);
  }

  /** With values in it, a text is a MessageFormat, to which a straight apostrophe is a quote. */
  @Test
  void noTextLosesAnApostropheOrABrace() throws IOException {
    Map<String, String> lost = new TreeMap<>();
    for (Locale language : PageLanguage.ALL) {
      String file = language.equals(Locale.ENGLISH) ? "" : "_" + language;
      texts("pages" + file + ".properties")
          .forEach(
              (key, text) -> {
                if (text.contains("'")) {
                  lost.put(language + " " + key, text);
                }
                new MessageFormat(text, language);
              });
    }
    assertThat(lost).as("write ’ for '").isEmpty();
  }

  @Test
  void everyTextIsUsed() throws IOException {
    String all =
        everything(Path.of("src/main/resources/templates"))
            + everything(Path.of("src/main/java/io/doula"));
    Set<String> unused = new TreeSet<>();
    for (String key : texts("pages.properties").keySet()) {
      // one of two, which the number decides: Say.count
      String counted = key.replaceAll("\\.(one|many|more)$", "");
      if (!all.contains(counted) && !isBuilt(key, all)) {
        unused.add(key);
      }
    }
    assertThat(unused).isEmpty();
  }

  /**
   * Whether a key is put together, of a value and its beginning or end: {@code 'today.' + ${list}}.
   */
  private static boolean isBuilt(String key, String all) {
    for (int dot = key.indexOf('.'); dot > 0; dot = key.indexOf('.', dot + 1)) {
      String beginning = key.substring(0, dot + 1);
      String end = key.substring(dot);
      if (all.contains("'" + end + "'") || all.contains('"' + end + '"')) {
        return true;
      }
      if (all.contains("'" + beginning + "'") || all.contains('"' + beginning + '"')) {
        return true;
      }
    }
    return false;
  }

  private static String everything(Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  private static List<String> holes(String text) {
    return HOLE.matcher(text).results().map(MatchResult::group).sorted().distinct().toList();
  }

  private static Map<String, String> texts(String file) throws IOException {
    Properties texts = new Properties();
    try (InputStream in = PageTextsTest.class.getResourceAsStream("/" + file)) {
      assertThat(in).as(file).isNotNull();
      Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
      texts.load(reader);
    }
    return texts.stringPropertyNames().stream()
        .collect(Collectors.toMap(key -> key, texts::getProperty));
  }
}
