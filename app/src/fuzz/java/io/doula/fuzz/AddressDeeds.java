package io.doula.fuzz;

import io.doula.fuzz.Operation.Parameter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Spoils method, path or query. */
final class AddressDeeds {
  private static final Predicate<Operation> ANY = operation -> true;
  private static final Predicate<Operation> WITH_ID = operation -> operation.hasIn("path");
  private static final Predicate<Operation> WITH_QUERY = operation -> operation.hasIn("query");
  private static final String IGNORED = "a query parameter that nobody knows is ignored";

  private AddressDeeds() {}

  static List<Kind> all() {
    return List.of(
        new Kind("odd id in the path", 9, WITH_ID, AddressDeeds::oddId),
        new Kind("odd path", 6, ANY, AddressDeeds::oddPath),
        new Kind("another method", 5, ANY, AddressDeeds::otherMethod),
        new Kind("odd value in the query", 14, WITH_QUERY, AddressDeeds::oddValue),
        new Kind("parameter twice", 4, WITH_QUERY, AddressDeeds::twice),
        new Kind("broken percent-encoding", 5, ANY, AddressDeeds::percent),
        new Kind("unknown parameter", 2, ANY, AddressDeeds::unknown));
  }

  /** The path as it should be, with ids of things that are there. */
  static String path(Operation operation, Scene scene) {
    String path = operation.path();
    while (path.contains("{")) {
      String before = path.substring(0, path.indexOf('{'));
      String id = scene.world().id(scene.family(), before);
      path = before + id + path.substring(path.indexOf('}') + 1);
    }
    return path;
  }

  private static void oddId(Draft draft, Scene scene) {
    Chance chance = scene.chance();
    String odd =
        chance.oneIn(4)
            ? chance.of(
                List.of("..", ".", "%2e%2e", "1%2F..", "1%5C", "1;a=b", "%20", "%0a", "a%3Fb"))
            : chance.oneIn(5)
                ? chance.of(Odd.PERCENTS)
                : chance.oneIn(20) ? "1".repeat(3000) : encoded(chance.of(Odd.IDS));
    String path = draft.operation().path();
    int at = chance.oneIn(2) ? path.indexOf('{') : path.lastIndexOf('{');
    String spoilt = path.substring(0, at) + odd + path.substring(path.indexOf('}', at) + 1);
    String rest = spoilt.substring(at + odd.length());
    String filled = spoilt.substring(0, at + odd.length()) + rest.replaceAll("\\{[^}]*}", "1");
    draft.target(filled.replaceAll("\\{[^}]*}", "1"));
    body(draft, scene);
    if (odd.isEmpty() || odd.startsWith(".") || odd.startsWith("%2e")) {
      draft.mayPass("it is another address");
    }
  }

  private static void oddPath(Draft draft, Scene scene) {
    String path = path(draft.operation(), scene);
    Chance chance = scene.chance();
    String odd =
        chance.of(
            List.of(
                path + "//",
                path + "/.",
                path + "/..",
                path + ".",
                path + ";x=y",
                path + "/%2e",
                path + "%2F",
                path + "%20",
                path + "%00",
                path + "/\u00e9",
                path + "/" + "x".repeat(4000),
                path.toUpperCase(Locale.ROOT),
                "/" + path,
                path.replaceFirst("/", "/./"),
                path.replaceFirst("/", "/x/../"),
                path.replaceFirst("/", "\\\\"),
                path.replace("/", "%2F"),
                path + "#part",
                path + "?",
                path + "/unheard-of",
                path + ".json",
                path + "/*",
                "*",
                "http://" + scene.world().host() + path + "/unheard-of",
                "x" + path));
    draft.target(odd);
    body(draft, scene);
    draft.mayPass("an address may be written in more than one way");
  }

  private static void otherMethod(Draft draft, Scene scene) {
    String method =
        scene
            .chance()
            .of(
                List.of(
                    "GET",
                    "PUT",
                    "POST",
                    "PATCH",
                    "DELETE",
                    "HEAD",
                    "OPTIONS",
                    "TRACE",
                    "PROPFIND",
                    "get",
                    "FOO",
                    "M-SEARCH",
                    "A".repeat(60),
                    "CONNECT"));
    draft.method(method);
    if (List.of("HEAD", "OPTIONS", "GET", "DELETE").contains(method)) {
      draft.mayPass("it is another operation");
    } else {
      draft.body("{\"unheardOf\":1}").type("application/json");
    }
    if (draft.operation().isWebhook()) {
      draft.mayPass("it is another operation");
    }
  }

  private static void oddValue(Draft draft, Scene scene) {
    Chance chance = scene.chance();
    Parameter parameter = chance.of(draft.operation().in("query"));
    draft.query(parameter.name() + "=" + encoded(odd(parameter, draft, scene)));
    body(draft, scene);
  }

  private static String odd(Parameter parameter, Draft draft, Scene scene) {
    Chance chance = scene.chance();
    String name = parameter.name();
    Surface surface = scene.samples().surface();
    if (surface.types(parameter.schema()).contains("integer")) {
      return chance.of(
          List.of(
              "0", "-1", "501", "1.0", "1e2", "", " 5", "5 ", "\u0665", "2147483648", "x", "+5x"));
    }
    if (World.lists().contains(name + "s")) {
      return chance.of(Odd.IDS);
    }
    if (name.equals("after")) {
      return chance.of(Odd.CURSORS);
    }
    if (parameter.schema().has("enum")) {
      return chance.of(
          List.of("", "unheard of", "0", "DUE\u0000", "\u0131", ",", "x".repeat(2000)));
    }
    if (isDay(parameter)) {
      return chance.of(Odd.DAYS.stream().filter(day -> !day.startsWith("2026-02-03T2")).toList());
    }
    draft.mayPass("any text may be looked for");
    return chance.of(Odd.STRANGE) + chance.canary() + (chance.oneIn(9) ? "x".repeat(5000) : "");
  }

  private static boolean isDay(Parameter parameter) {
    return parameter.schema().path("format").asString("").startsWith("date")
        || parameter
            .schema()
            .path("anyOf")
            .valueStream()
            .anyMatch(either -> either.path("format").asString("").startsWith("date"));
  }

  private static void twice(Draft draft, Scene scene) {
    Parameter parameter = scene.chance().of(draft.operation().in("query"));
    String one = parameter.name() + "=1";
    draft
        .query(one)
        .query(scene.chance().of(List.of(one, parameter.name() + "=2", parameter.name())));
    body(draft, scene);
    if (!parameter.name().equals("limit") && !parameter.name().equals("after")) {
      draft.mayPass("it may be a list, or a text with a comma");
    }
  }

  private static void percent(Draft draft, Scene scene) {
    List<Parameter> known = draft.operation().in("query");
    String name = known.isEmpty() ? "q" : scene.chance().of(known).name();
    String odd = scene.chance().of(Odd.PERCENTS);
    draft.query(scene.chance().oneIn(5) ? odd + "=1" : name + "=" + odd);
    body(draft, scene);
  }

  private static void unknown(Draft draft, Scene scene) {
    String name =
        scene.chance().of(List.of("unheardOf", "_method", "id", "class.module", "", "&&&", "a[b]"));
    draft.query(name + "=" + scene.chance().canary());
    body(draft, scene);
    draft.mayPass(IGNORED);
  }

  private static void body(Draft draft, Scene scene) {
    if (draft.operation().takesJson()) {
      draft.body(
          scene.samples().body(draft.operation(), scene.family(), scene.chance()).toString());
    }
  }

  private static String encoded(String text) {
    return text.contains("%")
        ? text
        : URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
