package io.doula.schedule;

/** What sort of visit an item is. */
public enum ItemKind {
  ANTENATAL,
  POSTNATAL,
  VACCINATION
}
