package io.doula.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Spoils a body as a whole, or what is said of it. */
final class WholeDeeds {
  private static final Predicate<Operation> JSON = Operation::takesJson;
  private static final int MEGABYTE = 1024 * 1024;
  private static final List<String> TYPES =
      List.of(
          "text/plain",
          "text/csv",
          "application/xml",
          "application/x-www-form-urlencoded",
          "multipart/form-data",
          "multipart/form-data; boundary=x",
          "application/octet-stream",
          "application/json; charset=utf-16",
          "application/json; charset=iso-8859-1",
          "application/json; charset=unheard-of",
          "application/json; charset=",
          "application/jsonp",
          "*/*",
          "application/*",
          "json",
          "/",
          ";",
          "application/json, text/plain",
          "application/json\u00e9");

  private WholeDeeds() {}

  static List<Kind> all() {
    return List.of(
        new Kind("truncated JSON", 4, JSON, WholeDeeds::truncated),
        new Kind("more after the body's end", 3, JSON, WholeDeeds::more),
        new Kind("almost JSON", 4, JSON, WholeDeeds::almost),
        new Kind("another thing than an object", 3, JSON, WholeDeeds::another),
        new Kind("no body", 2, JSON, WholeDeeds::empty),
        new Kind("another character set", 2, JSON, WholeDeeds::otherCharset),
        new Kind("another content type", 4, JSON, WholeDeeds::otherType),
        new Kind("a content encoding", 2, JSON, WholeDeeds::encoded),
        new Kind(
            "random bytes", 2, JSON, (d, s) -> d.body(s.chance().bytes(s.chance().below(500) + 1))),
        new Kind("too large", 1, JSON, WholeDeeds::tooLarge),
        new Kind("odd JSON in chunks", 2, JSON, WholeDeeds::chunks));
  }

  private static JsonNode sound(Draft draft, Scene scene) {
    return scene.samples().body(draft.operation(), scene.family(), scene.chance());
  }

  private static void truncated(Draft draft, Scene scene) {
    String whole = sound(draft, scene).toString();
    draft.body(whole.substring(0, 1 + scene.chance().below(whole.length() - 1)));
  }

  private static void more(Draft draft, Scene scene) {
    List<String> tails = List.of("{}", "]", ",", "}", " null", "\u0000", " x", "//", "1");
    draft.body(sound(draft, scene) + scene.chance().of(tails));
  }

  private static void almost(Draft draft, Scene scene) {
    String whole = sound(draft, scene).toString();
    draft.body(
        switch (scene.chance().below(7)) {
          case 0 -> whole.replace('"', '\'');
          case 1 -> "/* a comment */" + whole;
          case 2 -> whole.substring(0, whole.length() - 1) + ",}";
          case 3 -> "{unquoted:1}";
          case 4 -> "{\"a\" 1}";
          case 5 -> "{\"a\":1 \"b\":2}";
          default -> "// a comment\n" + whole;
        });
    if (whole.equals("{}") && new String(body(draft), StandardCharsets.UTF_8).equals("{}")) {
      draft.body("{'a':1}");
    }
  }

  private static byte[] body(Draft draft) {
    byte[] body = draft.body();
    return body == null ? new byte[0] : body;
  }

  private static void another(Draft draft, Scene scene) {
    String body =
        scene
            .chance()
            .of(
                List.of(
                    "null", "[]", "\"x\"", "1", "true", "[{}]", "[null]", "\"\"", "-0.0", "{}"));
    JsonNode schema = draft.operation().body();
    if (body.equals("{}")
        && (schema == null || scene.samples().surface().required(schema).isEmpty())) {
      draft.mayPass("nothing has to be in it");
    }
    if (body.equals("null") && !draft.operation().bodyRequired()) {
      draft.mayPass("no body has to come");
    }
    draft.body(body);
  }

  private static void empty(Draft draft, Scene scene) {
    if (!draft.operation().bodyRequired()) {
      draft.mayPass("no body has to come");
    }
    draft.body(scene.chance().of(List.of("", " ", "\n\n")));
    if (scene.chance().oneIn(3)) {
      draft.body(new byte[0]).type(null);
    }
  }

  private static void otherCharset(Draft draft, Scene scene) {
    String charset =
        scene.chance().of(List.of("UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32BE", "UTF-32LE"));
    draft.body(sound(draft, scene).toString().getBytes(Charset.forName(charset)));
  }

  private static void otherType(Draft draft, Scene scene) {
    draft.body(sound(draft, scene).toString()).type(type(scene.chance()));
  }

  private static @Nullable String type(Chance chance) {
    return chance.oneIn(8) ? null : chance.of(TYPES);
  }

  private static void encoded(Draft draft, Scene scene) {
    byte[] body = sound(draft, scene).toString().getBytes(StandardCharsets.UTF_8);
    boolean really = scene.chance().oneIn(2);
    draft
        .body(really ? zipped(body) : body)
        .header(
            "Content-Encoding",
            scene.chance().of(List.of("gzip", "deflate", "br", "x", "gzip, gzip")));
  }

  private static byte[] zipped(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(body);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void tooLarge(Draft draft, Scene scene) {
    int beyond = MEGABYTE + 1 + scene.chance().below(MEGABYTE / 2);
    String whole = sound(draft, scene).toString();
    draft.body(whole + " ".repeat(Math.max(1, beyond - whole.length())));
    if (scene.chance().oneIn(2)) {
      draft.chunked();
    }
  }

  private static void chunks(Draft draft, Scene scene) {
    Kind kind = scene.chance().of(BodyDeeds.all());
    kind.deed().spoil(draft, scene);
    draft.chunked();
  }
}
