package io.doula.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words of one language. Weekdays and months stand in the bundle, because those of the JDK
 * differ from one version to the next.
 */
final class Wording {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

  private final String language;
  private final Properties words;

  private Wording(String language, Properties words) {
    this.language = language;
    this.words = words;
  }

  static Wording load(String language) {
    return new Wording(language, read("/messages/doula_" + language + ".properties"));
  }

  static Properties read(String resource) {
    try (InputStream in = Wording.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing");
      }
      Properties properties = new Properties();
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      return properties;
    } catch (IOException e) {
      throw new IllegalStateException(resource + " cannot be read", e);
    }
  }

  String language() {
    return language;
  }

  Message write(MessageFacts facts) {
    Places places = places(facts.kind());
    List<String> parameters = parameters(places, facts, sections(facts.dues()));
    if (places.with(parameters).length() > Template.LONGEST) {
      parameters = parameters(places, facts, word("sections.many"));
    }
    return new Message(
        language,
        places.with(parameters),
        places(facts.kind(), "").with(parameters).strip(),
        templateName(facts.kind()),
        parameters,
        fillIn(word("subject"), Map.of("clinic", clinic(facts))));
  }

  /** About made-up people. */
  Message sample(MessageKind kind) {
    List<Due> dues = List.of(Due.vaccination(word("sample.baby"), List.of("bOPV", "PCV")));
    return write(
        new MessageFacts(
            word("sample.mother"), word("sample.clinic"), kind, LocalDate.of(2026, 11, 26), dues));
  }

  Template template(MessageKind kind) {
    return new Template(
        templateName(kind), language, places(kind).body(), sample(kind).parameters());
  }

  private String templateName(MessageKind kind) {
    return "doula_%s_v%s".formatted(key(kind), word("version." + key(kind)));
  }

  private Places places(MessageKind kind) {
    return places(kind, word("stop"));
  }

  private Places places(MessageKind kind, String stop) {
    return Places.in(
        word("text." + key(kind)).replace("{greeting}", word("greeting")).replace("{stop}", stop));
  }

  private static String key(MessageKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private List<String> parameters(Places places, MessageFacts facts, String sections) {
    Map<String, String> values =
        Map.of(
            "addressed", addressed(facts),
            "clinic", clinic(facts),
            "date", date(facts.day()),
            "sections", sections,
            "Sections", capitalised(sections));
    return places.parameters(place -> fillIn(place, values));
  }

  /** Never empty: a template's place must not be. */
  private String addressed(MessageFacts facts) {
    String firstName = Names.cut(Names.clean(facts.firstName()), Names.LONGEST_NAME);
    return firstName.isEmpty()
        ? word("addressed.unnamed")
        : fill("addressed.named", Map.of("name", firstName));
  }

  private static String clinic(MessageFacts facts) {
    return Names.cut(Names.clean(facts.clinicName()), Names.LONGEST_CLINIC);
  }

  private String date(LocalDate day) {
    return fill(
        day.getDayOfMonth() == 1 ? "date.first" : "date.other",
        Map.of(
            "weekday", word("weekday." + day.getDayOfWeek().getValue()),
            "day", String.valueOf(day.getDayOfMonth()),
            "month", word("month." + day.getMonthValue())));
  }

  /** One section for all who are due the same things: hers first, then her babies'. */
  private String sections(List<Due> dues) {
    List<String> sections = new ArrayList<>();
    for (DuePeople people : DuePeople.in(dues)) {
      sections.add(fill("section", Map.of("for", forWhom(people), "things", things(people))));
    }
    return sections.stream()
        .reduce(
            (before, next) ->
                fill("sections", Map.of("sections", before, "Next", capitalised(next))))
        .orElseThrow();
  }

  private String forWhom(DuePeople people) {
    return switch (people.who()) {
      case MOTHER -> word("for.mother");
      case UNNAMED_BABY -> word("for.baby");
      case UNNAMED_BABIES -> word("for.babies");
      case NAMED_BABIES -> fill("for.named", Map.of("names", names(people.names())));
    };
  }

  private String names(List<String> names) {
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : fill(
            "names",
            Map.of("names", String.join(", ", names.subList(0, last)), "last", names.get(last)));
  }

  private String things(DuePeople people) {
    Set<String> things = new LinkedHashSet<>();
    Set<String> vaccines = new LinkedHashSet<>();
    String whose = people.who() == DuePeople.Who.MOTHER ? "mother" : "baby";
    people.contacts().forEach(kind -> things.add(contact(kind, whose)));
    for (String code : people.vaccines()) {
      if (words.containsKey("supplement." + code)) {
        things.add(word("supplement." + code));
      } else {
        vaccines.add(vaccine(code));
      }
    }
    if (!vaccines.isEmpty()) {
      String list = String.join(", ", vaccines);
      things.add(fill(vaccines.size() == 1 ? "vaccine" : "vaccines", Map.of("vaccines", list)));
    }
    return String.join(", ", things);
  }

  private String contact(Due.Kind kind, String whose) {
    return kind == Due.Kind.ANTENATAL ? word("antenatal") : word("postnatal." + whose);
  }

  /** The plain name of a vaccine; of an unknown combination, the names of its parts. */
  private String vaccine(String code) {
    List<String> parts =
        Arrays.stream(code.split("\\+")).sorted(Comparator.naturalOrder()).toList();
    String whole = words.getProperty("vaccine." + String.join("+", parts));
    return whole != null
        ? whole
        : parts.stream().map(this::vaccineAlone).collect(Collectors.joining("+"));
  }

  private String vaccineAlone(String code) {
    String name = words.getProperty("vaccine." + code);
    return name != null ? name : Names.cut(Names.clean(code), Names.LONGEST_NAME);
  }

  private String word(String key) {
    String word = words.getProperty(key);
    if (word == null) {
      throw new IllegalStateException("doula_" + language + " has no " + key);
    }
    return word;
  }

  private String fill(String key, Map<String, String> values) {
    return fillIn(word(key), values);
  }

  /** Fills in one pass, so that a name which looks like a placeholder stays a name. */
  private static String fillIn(String text, Map<String, String> values) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(values.get(found.group(1))));
  }

  private static String capitalised(String text) {
    int first = text.codePointAt(0);
    return Character.toString(Character.toTitleCase(first))
        + text.substring(Character.charCount(first));
  }
}
