package io.doula.fuzz;

import java.util.List;
import java.util.function.Predicate;

/** Spoils a header. */
final class HeaderDeeds {
  private static final Predicate<Operation> ANY = operation -> true;
  private static final Predicate<Operation> POST = operation -> operation.method().equals("POST");
  private static final Predicate<Operation> PATCH = operation -> operation.method().equals("PATCH");
  private static final String HARMLESS = "the header is not of the request's making";

  private static final List<String> ACCEPTS =
      List.of(
          "image/png",
          "text/html",
          "application/xml",
          "x",
          "",
          ";;;",
          "*/*;q=0",
          "*/*;q=2",
          "application/json;q=x",
          "text/csv",
          "a/b,".repeat(400),
          "\u00e9",
          "text/plain",
          "application/json; charset=utf-16",
          "text/csv; charset=utf-16",
          "*");

  private HeaderDeeds() {}

  static List<Kind> all() {
    return List.of(
        new Kind("odd If-Match", 8, PATCH, HeaderDeeds::ifMatch),
        new Kind("odd Idempotency-Key", 4, POST, HeaderDeeds::key),
        new Kind("odd Accept", 4, ANY, HeaderDeeds::accept),
        new Kind("odd Authorization", 4, ANY, HeaderDeeds::authorization),
        new Kind("odd header", 5, ANY, HeaderDeeds::other));
  }

  private static void body(Draft draft, Scene scene) {
    if (draft.operation().takesJson()) {
      draft.body(
          scene.samples().body(draft.operation(), scene.family(), scene.chance()).toString());
    }
  }

  private static void ifMatch(Draft draft, Scene scene) {
    body(draft, scene);
    draft.header(
        "If-Match",
        scene
            .chance()
            .of(
                List.of(
                    "\"999999\"",
                    "999999",
                    "\"",
                    "W/",
                    "\"-1\"",
                    "\"\u00e9\"",
                    ",,,",
                    "\"a\", \"b\"",
                    "\"1e400\"",
                    "x".repeat(3000),
                    "\"99999999999999999999\"",
                    "\"1",
                    "**")));
  }

  private static void key(Draft draft, Scene scene) {
    String key =
        scene.chance().of(List.of("", "x".repeat(256), "\u00e9", "\t", "a\u007f", "बच्चा"));
    draft.body("{\"unheardOf\":1}").header("Idempotency-Key", key);
    if (draft.operation().isWebhook() || draft.operation().takesCsv()) {
      draft.mayPass(HARMLESS);
    }
  }

  /** What is wrong is told as a problem, whatever else is asked for. */
  static void andAccept(Draft draft, Chance chance) {
    draft.without("Accept").header("Accept", chance.of(ACCEPTS));
  }

  private static void accept(Draft draft, Scene scene) {
    body(draft, scene);
    andAccept(draft, scene.chance());
    draft.mayPass("what is asked for may be had, or anything is");
  }

  private static void authorization(Draft draft, Scene scene) {
    body(draft, scene);
    String token = scene.world().token(Who.ADMIN);
    Chance chance = scene.chance();
    draft
        .by(Who.FORGER)
        .header(
            "Authorization",
            chance.of(
                List.of(
                    "Bearer",
                    "Bearer ",
                    "Bearer x",
                    "Bearer " + token + "x",
                    "Bearer " + token.substring(0, token.length() / 2),
                    "Bearer eyJhbGciOiJub25lIn0" + token.substring(token.indexOf('.')) + "",
                    "Bearer eyJhbGciOiJub25lIn0"
                        + token.substring(token.indexOf('.'), token.lastIndexOf('.') + 1),
                    "Bearer ..",
                    "Bearer a.b.c",
                    "Bearer \u00e9\u00e9.\u00e9.\u00e9",
                    "Bearer " + chance.canary(),
                    "Bearer " + "x".repeat(5000),
                    "Basic YWRtaW46YWRtaW4=",
                    "Basic " + chance.canary(),
                    "Digest username=\"admin\"",
                    token,
                    "bearer\t" + token + "," + token,
                    "Bearer " + token + " " + token)));
    if (draft.operation().open() || draft.operation().path().equals("/metrics")) {
      draft.mayPass("no sign-in is asked for; on the machine itself, for the metrics neither");
    }
  }

  private static void other(Draft draft, Scene scene) {
    body(draft, scene);
    Chance chance = scene.chance();
    List<String> lines =
        List.of(
            "Cookie: doula=" + chance.canary() + "; =; ;;a=b=c; \u00e9=1",
            "Cookie: " + "a=b;".repeat(800),
            "Accept-Language: " + "x-".repeat(900),
            "Accept-Language: *;q=9, \u00e9, -, en-US-x-" + chance.canary(),
            "Accept-Charset: unheard-of",
            "Range: bytes=5-1,a-b",
            "If-None-Match: \"",
            "If-Modified-Since: yesterday",
            "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
            "X-Forwarded-For: " + chance.canary() + ", ::::, 999.1.1.1",
            "X-Forwarded-Proto: gopher",
            "X-Forwarded-Host: " + chance.canary() + "/\\",
            "X-Forwarded-Port: 1e400",
            "X-Forwarded-Prefix: /../x",
            "Forwarded: for=\"[::\";proto=x;host=\"" + chance.canary(),
            "X-HTTP-Method-Override: DELETE",
            "Origin: null",
            "Origin: https://" + chance.canary() + ".example",
            "Referer: \u00e9://",
            "User-Agent: () { :;}; " + chance.canary(),
            "Expect: 100-continue",
            "Upgrade: h2c",
            "Access-Control-Request-Method: DELETE",
            "Content-Length-X: 5",
            "X-Amzn-Trace-Id: " + chance.canary(),
            "Date: never");
    draft.line(chance.of(lines));
    draft.mayPass(HARMLESS);
  }
}
