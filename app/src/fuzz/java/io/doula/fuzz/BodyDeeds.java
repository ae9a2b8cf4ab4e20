package io.doula.fuzz;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Spoils one value in a JSON body that is sound everywhere else. */
final class BodyDeeds {
  private static final Predicate<Operation> JSON = Operation::takesJson;
  private static final List<String> ANY =
      List.of("\"text\"", "12", "1.5", "true", "[]", "{}", "[null]", "[[]]", "{\"a\":1}", "\"\"");

  private BodyDeeds() {}

  static List<Kind> all() {
    return List.of(
        new Kind("wrong type", 12, JSON, BodyDeeds::wrongType),
        new Kind("null where none may be", 4, JSON, BodyDeeds::nothing),
        new Kind("missing field", 5, JSON, BodyDeeds::missing),
        new Kind("unknown field", 4, JSON, BodyDeeds::unknown),
        new Kind("no such number", 5, JSON, BodyDeeds::number),
        new Kind("no such day", 7, JSON, (d, s) -> listed(d, s, "date", Odd.DAYS)),
        new Kind("no such time", 2, JSON, (d, s) -> listed(d, s, "time", Odd.TIMES)),
        new Kind("no such id", 4, JSON, BodyDeeds::id),
        new Kind("no such word", 3, JSON, BodyDeeds::word),
        new Kind("text that nothing can hold", 5, JSON, BodyDeeds::unstorable),
        new Kind("strange text", 8, JSON, BodyDeeds::strange),
        new Kind("long text", 3, JSON, BodyDeeds::longText),
        new Kind("broken UTF-8", 3, JSON, BodyDeeds::brokenUtf8),
        new Kind("field twice", 3, JSON, BodyDeeds::twice),
        new Kind("nested too deep", 2, JSON, BodyDeeds::deep),
        new Kind("long list", 1, JSON, BodyDeeds::longList));
  }

  /** The body, and the places in it that are fit for this; a wrong type where none is. */
  private static void at(
      Draft draft, Scene scene, Predicate<Spot> which, Deed deed, Kind.Deed otherwise) {
    JsonNode schema = draft.operation().body();
    if (schema == null) {
      return;
    }
    JsonNode body = scene.samples().body(draft.operation(), scene.family(), scene.chance());
    List<Spot> spots = Spot.all(body, schema, scene.samples().surface(), which);
    if (spots.isEmpty()) {
      otherwise.spoil(draft, scene);
    } else {
      draft.body(deed.spoil(scene.chance().of(spots), body));
    }
  }

  private interface Deed {
    String spoil(Spot spot, JsonNode body);
  }

  private static void wrongType(Draft draft, Scene scene) {
    Surface surface = scene.samples().surface();
    at(
        draft,
        scene,
        spot -> !surface.types(spot.schema()).isEmpty(),
        (spot, body) -> spot.with(body, scene.chance().of(otherThan(spot, surface))),
        BodyDeeds::unknown);
  }

  private static List<String> otherThan(Spot spot, Surface surface) {
    List<String> types = surface.types(spot.schema());
    return ANY.stream().filter(raw -> types.stream().noneMatch(type -> isA(raw, type))).toList();
  }

  private static boolean isA(String raw, String type) {
    return switch (type) {
      case "string" -> raw.startsWith("\"");
      case "integer" -> raw.equals("12");
      case "number" -> raw.equals("12") || raw.equals("1.5");
      case "boolean" -> raw.equals("true");
      case "array" -> raw.startsWith("[");
      case "object" -> raw.startsWith("{");
      default -> false;
    };
  }

  private static void nothing(Draft draft, Scene scene) {
    Surface surface = scene.samples().surface();
    at(
        draft,
        scene,
        spot -> spot.required() || !spot.isNullable(surface),
        (spot, body) -> spot.with(body, "null"),
        BodyDeeds::wrongType);
  }

  private static void missing(Draft draft, Scene scene) {
    if (draft.method().equals("PATCH")) {
      nothing(draft, scene);
      return;
    }
    at(
        draft,
        scene,
        spot -> spot.isField() && spot.required(),
        (spot, body) -> spot.without(body),
        BodyDeeds::wrongType);
  }

  private static void unknown(Draft draft, Scene scene) {
    JsonNode body = scene.samples().body(draft.operation(), scene.family(), scene.chance());
    String name = scene.chance().of(List.of("unheardOf", "__proto__", "id ", "ID", "", "class"));
    String text = body.toString();
    String raw = "\"" + name + "\":" + scene.chance().of(ANY);
    draft.body("{" + raw + (text.equals("{}") ? "" : ",") + text.substring(1));
  }

  private static void number(Draft draft, Scene scene) {
    at(
        draft,
        scene,
        spot -> spot.value().isNumber(),
        (spot, body) -> spot.with(body, scene.chance().of(Odd.NUMBERS)),
        (d, s) ->
            at(
                d,
                s,
                spot -> true,
                (spot, body) -> spot.with(body, s.chance().of(List.of("NaN", "1e400", "-", "01"))),
                BodyDeeds::unknown));
  }

  private static void listed(Draft draft, Scene scene, String format, List<String> odd) {
    at(
        draft,
        scene,
        spot -> spot.hasFormat(scene.samples().surface(), format),
        (spot, body) -> spot.with(body, quoted(scene.chance().of(odd).replace("\n", "\\n"))),
        BodyDeeds::wrongType);
  }

  private static void id(Draft draft, Scene scene) {
    at(
        draft,
        scene,
        spot -> spot.value().isString() && Samples.isId(spot.name()),
        (spot, body) -> spot.with(body, quoted(scene.chance().of(Odd.IDS))),
        BodyDeeds::wrongType);
  }

  private static void word(Draft draft, Scene scene) {
    Surface surface = scene.samples().surface();
    List<String> words = List.of("\"\"", "\"unheard of\"", "0", "\"null\"", "\" FEMALE\"", "\"İ\"");
    at(
        draft,
        scene,
        spot -> surface.resolve(spot.schema()).has("enum"),
        (spot, body) -> {
          String word = scene.chance().of(words);
          if (word.startsWith("\" ")) {
            draft.mayPass("white space around a word says nothing");
          }
          return spot.with(body, word);
        },
        BodyDeeds::wrongType);
  }

  private static void unstorable(Draft draft, Scene scene) {
    at(
        draft,
        scene,
        spot -> spot.value().isString(),
        (spot, body) -> spot.with(body, quoted(scene.chance().of(sorted(Odd.UNSTORABLE)))),
        BodyDeeds::unknown);
  }

  /** A map has no order that lasts from one run to the next. */
  private static List<String> sorted(Map<String, String> some) {
    return some.values().stream().sorted().toList();
  }

  private static void strange(Draft draft, Scene scene) {
    Surface surface = scene.samples().surface();
    at(
        draft,
        scene,
        spot -> spot.value().isString(),
        (spot, body) -> {
          String text = scene.chance().of(Odd.STRANGE);
          if (spot.isFreeText(surface)) {
            draft.mayPass("a text that can be kept and shown is one");
          }
          return spot.with(
              body, quoted(scene.chance().oneIn(3) ? text : text + scene.chance().canary()));
        },
        BodyDeeds::wrongType);
  }

  private static void longText(Draft draft, Scene scene) {
    Surface surface = scene.samples().surface();
    int length = scene.chance().of(List.of(256, 1000, 10_000, 100_000, 600_000));
    at(
        draft,
        scene,
        spot -> spot.value().isString(),
        (spot, body) -> {
          if (spot.isFreeText(surface)
              && length <= surface.resolve(spot.schema()).path("maxLength").asInt(1000)) {
            draft.mayPass("the description sets no limit below it");
          }
          String piece = scene.chance().of(List.of("x", "é", "👶", "अ ", "\\u0301"));
          return spot.with(body, quoted(scene.chance().canary() + piece.repeat(length)));
        },
        BodyDeeds::wrongType);
  }

  private static void brokenUtf8(Draft draft, Scene scene) {
    at(
        draft,
        scene,
        spot -> true,
        (spot, body) -> spot.with(body, "\"a@bytes@b\""),
        BodyDeeds::unknown);
    byte[] whole = draft.body();
    String text =
        new String(whole == null ? new byte[0] : whole, java.nio.charset.StandardCharsets.UTF_8);
    int at = text.indexOf("@bytes@");
    if (at >= 0) {
      java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
      bytes.writeBytes(text.substring(0, at).getBytes(java.nio.charset.StandardCharsets.UTF_8));
      bytes.writeBytes(
          scene
              .chance()
              .of(Odd.BROKEN_UTF8)
              .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
      bytes.writeBytes(text.substring(at + 7).getBytes(java.nio.charset.StandardCharsets.UTF_8));
      draft.body(bytes.toByteArray());
    }
  }

  private static void twice(Draft draft, Scene scene) {
    at(
        draft,
        scene,
        Spot::isField,
        (spot, body) -> spot.with(body, "null,\"" + spot.name() + "\":" + spot.value()),
        (d, s) -> d.body("{\"a\":1,\"a\":1}"));
  }

  private static void deep(Draft draft, Scene scene) {
    int levels = scene.chance().of(List.of(33, 100, 1001, 20_000));
    boolean objects = scene.chance().oneIn(2);
    String nested =
        (objects ? "{\"a\":" : "[").repeat(levels) + "1" + (objects ? "}" : "]").repeat(levels);
    at(
        draft,
        scene,
        spot -> true,
        (spot, body) -> spot.with(body, nested),
        (d, s) -> d.body(nested));
  }

  private static void longList(Draft draft, Scene scene) {
    int length = scene.chance().of(List.of(201, 10_000, 100_000));
    at(
        draft,
        scene,
        spot -> spot.value().isArray() && !spot.value().isEmpty(),
        (spot, body) -> {
          String item = spot.value().get(0).toString();
          String list = (item + ",").repeat(Math.min(length, 900_000 / (item.length() + 1)));
          return spot.with(body, "[" + list + item + "]");
        },
        (d, s) -> d.body("[" + "1,".repeat(length) + "1]"));
  }

  static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
