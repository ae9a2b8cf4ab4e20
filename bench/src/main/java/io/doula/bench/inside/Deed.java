package io.doula.bench.inside;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What the program is doing, told by the statements it runs. */
enum Deed {
  /** Takes what is due and opens attempts. */
  CLAIM,
  /** Takes over what a dead worker held. */
  LAPSED,
  /** Writes down how an attempt ended. */
  MARK,
  /** Stores and applies what the provider said later. */
  RECEIPT,
  /** Calls the provider; no statement. */
  SEND;

  static Set<Deed> of(String sql) {
    String text = sql.toLowerCase(Locale.ROOT);
    Set<Deed> deeds = EnumSet.noneOf(Deed.class);
    if (text.contains("insert into attempt")) {
      deeds.add(CLAIM);
    }
    if (text.contains("skip locked") && text.contains("'sending' and lease_until <=")) {
      deeds.add(LAPSED);
    }
    if (text.contains("update attempt")) {
      deeds.add(MARK);
    }
    if (text.contains("insert into receipt")) {
      deeds.add(RECEIPT);
    }
    return deeds;
  }

  /** The deed that a transaction with all these statements is. */
  boolean isIn(Set<Deed> deeds) {
    return deeds.contains(this) && (this != MARK || !deeds.contains(RECEIPT));
  }
}
