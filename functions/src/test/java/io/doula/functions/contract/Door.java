package io.doula.functions.contract;

import java.io.IOException;
import java.net.URI;

/** One way into Doula, and what its answers have told so far. */
final class Door {
  private final String name;
  private final URI base;
  private final Words words = new Words();

  Door(String name, URI base) {
    this.name = name;
    this.base = base;
    words.put("admin-password", Settings.ADMIN_PASSWORD);
    words.put("admin-password-encoded", Settings.ADMIN_PASSWORD.replace(' ', '+'));
  }

  Words words() {
    return words;
  }

  /** Asks, as the case says. */
  Answer ask(Case asked) {
    byte[] request = Request.bytes(asked, words, "doula.example.org");
    try {
      return Wire.send(base, request, asked.method().equals("HEAD"));
    } catch (IOException e) {
      throw new AssertionError(name + " gave no answer: " + e, e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
