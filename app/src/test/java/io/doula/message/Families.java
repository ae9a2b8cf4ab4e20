package io.doula.message;

import java.time.LocalDate;
import java.util.List;

/** Made-up facts that several tests write about. */
final class Families {
  static final LocalDate THURSDAY = LocalDate.of(2026, 11, 26);
  static final List<String> SIX_WEEKS = List.of("bOPV", "DTP+HepB+Hib", "PCV", "Rota");

  private Families() {}

  static MessageFacts amina(MessageKind kind, Due... dues) {
    return new MessageFacts("Amina", "Kibera Health Centre", kind, THURSDAY, List.of(dues));
  }

  static MessageFacts sixWeekVisit(MessageKind kind) {
    return amina(kind, Due.postnatal("Zawadi"), Due.vaccination("Zawadi", SIX_WEEKS));
  }

  static MessageFacts antenatalVisit(MessageKind kind) {
    return amina(kind, Due.antenatal());
  }

  static MessageFacts motherAndTwins(MessageKind kind) {
    return amina(
        kind,
        Due.postnatal(),
        Due.postnatal("Zawadi"),
        Due.vaccination("Zawadi", SIX_WEEKS),
        Due.postnatal("Baraka"),
        Due.vaccination("Baraka", SIX_WEEKS));
  }
}
