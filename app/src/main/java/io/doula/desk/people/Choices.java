package io.doula.desk.people;

import io.doula.family.Clinic;
import io.doula.http.Say;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What fields offer to choose from: each value and how it is said, in order. */
final class Choices {
  /** The languages that there are messages in; another can be kept that was registered. */
  private static final List<String> LANGUAGES = List.of("en", "fr", "hi", "sw", "zu");

  private static final List<List<String>> ORDERS =
      List.of(
          List.of("whatsapp", "sms", "email"),
          List.of("sms", "whatsapp", "email"),
          List.of("whatsapp", "sms"),
          List.of("sms", "whatsapp"),
          List.of("whatsapp"),
          List.of("sms"),
          List.of("email"));

  private final Words words;

  Choices(Words words) {
    this.words = words;
  }

  Map<String, String> clinics(List<Clinic> clinics) {
    Map<String, String> names = new LinkedHashMap<>();
    clinics.forEach(clinic -> names.put(clinic.id(), clinic.name()));
    return names;
  }

  /**
   * @param kept one that is recorded already, whatever it is
   */
  Map<String, String> languages(@Nullable String kept) {
    Map<String, String> names = new LinkedHashMap<>();
    LANGUAGES.forEach(tag -> names.put(tag, words.language(tag)));
    if (kept != null) {
      names.putIfAbsent(kept, words.language(kept));
    }
    return names;
  }

  /**
   * @param kept the order that is recorded already; null: none is
   */
  Map<String, String> channels(@Nullable List<String> kept) {
    Map<String, String> names = new LinkedHashMap<>();
    ORDERS.forEach(order -> names.put(String.join(";", order), words.channels(order)));
    if (kept != null) {
      names.putIfAbsent(String.join(";", kept), words.channels(kept));
    }
    return names;
  }

  /** Some texts of a family of keys, in this order. */
  Map<String, String> texts(String prefix, String... values) {
    Say say = words.say();
    Map<String, String> texts = new LinkedHashMap<>();
    for (String value : values) {
      texts.put(value, say.text(prefix + value.toLowerCase(java.util.Locale.ROOT)));
    }
    return texts;
  }
}
