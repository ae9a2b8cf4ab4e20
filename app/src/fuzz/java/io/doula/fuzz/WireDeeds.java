package io.doula.fuzz;

import java.util.List;
import java.util.function.Predicate;

/** What is hardly HTTP any more; behind a proxy it is the proxy that answers. */
final class WireDeeds {
  private static final Predicate<Operation> ANY = operation -> true;

  private WireDeeds() {}

  static List<Kind> all() {
    return List.of(
        new Kind("body that breaks off", 1, Operation::takesJson, WireDeeds::breaksOff),
        new Kind("broken chunks", 2, Operation::takesJson, WireDeeds::chunks),
        new Kind("odd length", 1, Operation::takesJson, WireDeeds::length),
        new Kind("odd head", 2, ANY, WireDeeds::head));
  }

  private static void breaksOff(Draft draft, Scene scene) {
    String whole =
        scene.samples().body(draft.operation(), scene.family(), scene.chance()).toString();
    draft
        .body(whole)
        .lengthUntold()
        .header("Content-Length", Integer.toString(whole.length() * 4 + 10))
        .breaksOff();
    unanswered(draft);
  }

  private static void chunks(Draft draft, Scene scene) {
    draft
        .body(
            scene
                .chance()
                .of(
                    List.of(
                        "zz\r\n{}\r\n0\r\n\r\n",
                        "5\r\n{}\r\n0\r\n\r\n",
                        "ffffffffffffffff\r\n{}",
                        "-1\r\n{}\r\n0\r\n\r\n",
                        "2\r\n{}",
                        "2;x=\"\r\n{}\r\n",
                        "{}",
                        "2\r\n{}\r\n")))
        .lengthUntold()
        .header("Transfer-Encoding", "chunked")
        .breaksOff();
    unanswered(draft);
  }

  private static void length(Draft draft, Scene scene) {
    draft
        .body("{}")
        .lengthUntold()
        .line(
            scene
                .chance()
                .of(
                    List.of(
                        "Content-Length: -1",
                        "Content-Length: x",
                        "Content-Length: 99999999999999999999",
                        "Content-Length: 2\r\nContent-Length: 3",
                        "Content-Length: 2, 2",
                        "Content-Length: +2",
                        "Content-Length: 2\r\nTransfer-Encoding: chunked")))
        .breaksOff();
    unanswered(draft);
  }

  private static void head(Draft draft, Scene scene) {
    draft
        .line(
            scene
                .chance()
                .of(
                    List.of(
                        "Host: ",
                        "Host: a b",
                        "Host: x\r\nHost: y",
                        "Host: " + scene.world().host() + "/../",
                        "Host: [::1",
                        "no colon here",
                        ": no name",
                        "A\u0000B: c",
                        "A B: c",
                        "X-Long: " + "x".repeat(40_000),
                        "X-Folded: a\r\n b",
                        "X-Nul: a\u0000b",
                        "X-Bare: a\rb",
                        "Transfer-Encoding: unheard-of",
                        "Expect: miracles",
                        "Upgrade: websocket\r\nSec-WebSocket-Key: x")))
        .breaksOff();
    unanswered(draft);
  }

  private static void unanswered(Draft draft) {
    draft.mayGoUnanswered().mayPass("it may be read as another request");
  }
}
