package io.doula.bench.provider;

/** What the provider does with one request. */
public enum Conduct {
  ACCEPT(true),
  /** Accepts, then the connection breaks before the answer. */
  ACCEPT_THEN_CUT(true),
  /** Accepts, then answers 500. */
  ACCEPT_THEN_500(true),
  /** Accepts, says nothing for long, then the connection breaks. */
  ACCEPT_THEN_HANG(true),
  /** Reads the request, and the connection breaks. */
  CUT(false),
  /** Reads the request, says nothing for long, and the connection breaks. */
  HANG(false),
  /** Answers 500 and has not accepted; who asked can't know. */
  ERROR_500(false),
  /** 429: too many at once, for everybody. */
  TOO_MANY(false),
  /** Too many to this one person; refused before acceptance. */
  PAIR_LIMIT(false),
  /** Not a WhatsApp number: refused for good. */
  NOT_REACHABLE(false);

  private final boolean accepts;

  Conduct(boolean accepts) {
    this.accepts = accepts;
  }

  boolean accepts() {
    return accepts;
  }

  /** Meta's answer, for those that refuse in words. */
  String refusal() {
    return switch (this) {
      case TOO_MANY -> Http.response(429, error(130429, "Rate limit hit"));
      case PAIR_LIMIT -> Http.response(400, error(131056, "Pair rate limit hit"));
      case NOT_REACHABLE -> Http.response(400, error(131026, "Message undeliverable"));
      default -> Http.response(500, error(1, "An unknown error occurred"));
    };
  }

  private static String error(int code, String message) {
    return "{\"error\":{\"message\":\"(#%d) %s\",\"type\":\"OAuthException\",\"code\":%d,\"fbtrace_id\":\"bench\"}}"
        .formatted(code, message, code);
  }
}
