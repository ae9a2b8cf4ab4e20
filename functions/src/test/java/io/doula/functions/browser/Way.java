package io.doula.functions.browser;

/** The two ways in. */
enum Way {
  /** Nginx with TLS, then doula.jar on its socket. */
  NGINX,
  /** The laptop's API Gateway, then WebFunction. */
  GATEWAY;

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
