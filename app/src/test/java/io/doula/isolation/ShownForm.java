package io.doula.isolation;

import io.doula.http.Once;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/**
 * A form of a page, filled in: what stands there stays, of a choice that is not made the first is
 * chosen, what is empty gets something, and every box is ticked.
 */
record ShownForm(String method, String action, List<Field> fields) {
  private static final Pattern TAG =
      Pattern.compile("<(form|/form|input|select|/select|option|textarea|button)\\b([^>]*)>");
  private static final Pattern ATTRIBUTE = Pattern.compile("([a-z-]+)=\"([^\"]*)\"");
  private static final Map<String, String> TYPED =
      Map.of(
          "fullName", "Asha",
          "caregiver.fullName", "Asha",
          "phone", "+254712999001",
          "caregiver.phone", "+254712999001",
          "lmp", "2026-01-01",
          "birthDate", "2026-02-01",
          "on", "2026-03-09",
          "name", "Nia",
          "scan.date", "2026-02-01",
          "scan.weeks", "9");

  /**
   * A field, or one of the things to choose from in one.
   *
   * @param sent whether it is, when nobody chooses anything
   */
  record Field(String name, String value, boolean sent) {}

  static List<ShownForm> of(String page) {
    List<ShownForm> forms = new ArrayList<>();
    Matcher tag = TAG.matcher(page);
    String select = "";
    List<Field> fields = new ArrayList<>();
    Map<String, List<Field>> byId = new java.util.HashMap<>();
    Map<Field, String> buttons = new java.util.LinkedHashMap<>();
    while (tag.find()) {
      Map<String, String> is = attributes(tag.group(2));
      String name = is.getOrDefault("name", select);
      String value = is.getOrDefault("value", "");
      switch (tag.group(1)) {
        case "form" -> {
          fields = new ArrayList<>();
          byId.put(is.getOrDefault("id", ""), fields);
          forms.add(
              new ShownForm(
                  is.getOrDefault("method", "get"),
                  Objects.requireNonNull(is.get("action"), page),
                  fields));
        }
        case "input" -> input(name, value, is.getOrDefault("type", "text"), fields);
        case "textarea" -> input(name, "", "text", fields);
        case "button" -> {
          if (is.containsKey("form") && is.containsKey("name")) {
            buttons.put(new Field(name, value, false), is.get("form"));
          }
        }
        case "select" -> select = name;
        case "/select" -> select = "";
        case "option" -> choice(select, value, fields);
        default -> {}
      }
    }
    buttons.forEach((button, form) -> byId.getOrDefault(form, new ArrayList<>()).add(button));
    return forms;
  }

  private static void input(String name, String value, String type, List<Field> fields) {
    if (name.isEmpty() || type.equals("file")) {
      return;
    }
    if (type.equals("radio")) {
      choice(name, value, fields);
    } else {
      String typed = value.isEmpty() ? TYPED.getOrDefault(name, "") : value;
      fields.add(new Field(name, typed, true));
    }
  }

  private static void choice(String name, String value, List<Field> fields) {
    boolean first = fields.stream().noneMatch(f -> f.name().equals(name) && !f.value().isEmpty());
    fields.add(new Field(name, value, first && !value.isEmpty()));
  }

  private static Map<String, String> attributes(String tag) {
    Map<String, String> attributes = new java.util.HashMap<>();
    Matcher attribute = ATTRIBUTE.matcher(tag);
    while (attribute.find()) {
      attributes.put(attribute.group(1), HtmlUtils.htmlUnescape(attribute.group(2)));
    }
    return attributes;
  }

  /**
   * What is sent: names and values in turn.
   *
   * @param instead a field that is sent in the place of one
   */
  String[] sent(Field one, @Nullable Field instead) {
    List<String> sent = new ArrayList<>();
    for (Field field : fields) {
      boolean choices = fields.stream().filter(f -> f.name().equals(field.name())).count() > 1;
      boolean chosen = choices && field.name().equals(one.name()) && !field.equals(one);
      Field to = field.equals(one) && instead != null ? instead : field;
      if (field.equals(one) || field.sent() && !chosen) {
        sent.add(to.name());
        // what was sent before is answered as it was then
        sent.add(to.name().equals(Once.FIELD) ? Once.key() : to.value());
      }
    }
    return sent.toArray(String[]::new);
  }
}
