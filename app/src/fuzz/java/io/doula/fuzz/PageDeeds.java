package io.doula.fuzz;

import io.doula.fuzz.Pages.Form;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Spoils what browsers send. Pages say in words what is wrong; here they must only not fail. */
final class PageDeeds {
  private static final String WORDS = "a page says in words what is wrong";
  private static final String FORM = "application/x-www-form-urlencoded";

  private PageDeeds() {}

  /** Pages and forms, and the link that ends messages, as operations. */
  static List<Operation> operations(Pages pages) {
    Stream<Operation> read = pages.pages().stream().map(page -> operation("GET", page, false));
    Stream<Operation> sent =
        pages.forms().stream().map(form -> operation(form.method(), form.action(), false));
    Stream<Operation> open =
        Stream.of(
            operation("GET", "/", true),
            operation("GET", "/unsubscribe/x", true),
            operation("POST", "/unsubscribe/x", true),
            operation("POST", "/app/sign-in", true));
    return Stream.of(read, sent, open).flatMap(all -> all).toList();
  }

  private static Operation operation(String method, String path, boolean open) {
    return new Operation(
        method.toUpperCase(java.util.Locale.ROOT), path, List.of(), null, List.of(), false, open);
  }

  static List<Kind> all(Pages pages) {
    return List.of(
        new Kind("odd query of a page", 3, o -> o.method().equals("GET"), PageDeeds::query),
        new Kind(
            "odd field of a form", 6, o -> o.method().equals("POST"), (d, s) -> field(d, s, pages)),
        new Kind("no form", 3, o -> o.method().equals("POST"), (d, s) -> noForm(d, s, pages)),
        new Kind("odd address of a page", 2, o -> true, PageDeeds::address),
        new Kind("another method for a page", 1, o -> true, PageDeeds::method));
  }

  /** What a browser adds. */
  static void dress(Draft draft, Pages pages) {
    draft.header("Accept", "text/html").mayPass(WORDS);
    if (draft.who().isSignedIn()) {
      draft.header("Cookie", pages.cookie());
    }
  }

  private static void query(Draft draft, Scene scene) {
    Chance chance = scene.chance();
    String target = draft.target();
    if (target.contains("=") && chance.oneIn(2)) {
      draft.target(target.replaceAll("=[^&]*", "=" + odd(chance)));
      return;
    }
    List<String> names =
        List.of(
            "q",
            "after",
            "limit",
            "clinic",
            "status",
            "state",
            "from",
            "to",
            "page",
            "next",
            "note",
            "id",
            "sort",
            "lang",
            "mother",
            "account",
            "action",
            "dose",
            "plan",
            "group",
            "recorded",
            "then",
            "kind",
            "for",
            "language",
            "channel",
            "token");
    draft.query(chance.of(names) + "=" + odd(chance));
  }

  private static String odd(Chance chance) {
    return switch (chance.below(6)) {
      case 0 -> chance.of(Odd.PERCENTS);
      case 1 -> Form.encode(chance.of(Odd.DAYS));
      case 2 -> Form.encode(chance.of(Odd.IDS));
      case 3 -> Form.encode(chance.of(Odd.CURSORS));
      case 4 -> Form.encode("\u0000\u202e" + chance.canary());
      default -> Form.encode(chance.of(Odd.STRANGE) + chance.canary());
    };
  }

  private static void field(Draft draft, Scene scene, Pages pages) {
    Chance chance = scene.chance();
    Map<String, String> fields = new LinkedHashMap<>();
    pages.forms().stream()
        .filter(
            form -> form.method().equals("post") && form.action().equals(draft.operation().path()))
        .findFirst()
        .ifPresent(form -> fields.putAll(form.fields()));
    fields.replace("_csrf", pages.token());
    List<String> names =
        fields.isEmpty()
            ? List.of("username", "password", "List-Unsubscribe", "x")
            : List.copyOf(fields.keySet());
    String name = chance.of(names);
    String rest =
        new Form("post", "", fields)
            .encoded()
            .replaceAll("(^|&)" + java.util.regex.Pattern.quote(Form.encode(name)) + "=[^&]*", "");
    String spoilt = chance.oneIn(12) ? "x".repeat(120_000) : odd(chance);
    draft.type(FORM).body(rest + "&" + Form.encode(name) + "=" + spoilt);
    if (chance.oneIn(8)) {
      draft.chunked();
    }
  }

  private static void noForm(Draft draft, Scene scene, Pages pages) {
    Chance chance = scene.chance();
    draft.header("X-XSRF-TOKEN", pages.token());
    switch (chance.below(5)) {
      case 0 -> draft.type("application/json").body("{\"a\":\"" + chance.canary() + "\"}");
      case 1 -> draft.type("multipart/form-data").body("--x");
      case 2 ->
          draft
              .type("multipart/form-data; boundary=x")
              .body(
                  "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                      + chance.canary()
                      + "\"\r\n\r\na,b");
      case 3 -> draft.type(FORM).body(chance.bytes(500));
      default ->
          draft
              .type(FORM + "; charset=" + chance.of(List.of("utf-16", "x", "")))
              .body("_csrf=%&&&=;");
    }
  }

  private static void address(Draft draft, Scene scene) {
    Chance chance = scene.chance();
    String path = draft.target().replaceAll("\\?.*", "");
    String id = Form.encode(chance.of(Odd.IDS)).replace("+", "%20");
    draft.target(
        path.matches(".*/[0-9]+(/.*)?")
            ? path.replaceAll("/[0-9]+", "/" + java.util.regex.Matcher.quoteReplacement(id))
            : chance.of(
                List.of(path + "/" + id, path + "/.", path + "//", path + "%00", path + ";a=b")));
  }

  private static void method(Draft draft, Scene scene) {
    draft.method(scene.chance().of(List.of("PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "FOO")));
  }
}
