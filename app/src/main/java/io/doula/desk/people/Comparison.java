package io.doula.desk.people;

import io.doula.family.Baby;
import io.doula.family.Card;
import io.doula.family.MergeForm;
import io.doula.family.Merging;
import io.doula.family.Mother;
import io.doula.family.Pregnancy;
import io.doula.http.Typed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Two records side by side: in what they agree, and what somebody who says that they are one has to
 * choose.
 */
final class Comparison {
  static final String THIS = "this";
  static final String OTHER = "other";
  private static final String PREGNANCY = "pregnancy";
  private static final String BABY = "baby";

  /** Of both records, as it is read. */
  public record Line(String field, String label, @Nullable String here, @Nullable String there) {
    public boolean isSame() {
      return Objects.equals(here, there);
    }

    /** Both say something, and not the same. */
    public boolean isChoice() {
      return here != null && there != null && !isSame();
    }
  }

  /** A child or a pregnancy of the other record: which of hers it is, or none. */
  public record Own(String field, String label, Map<String, String> options, String first) {}

  private final Card card;
  private final Card other;
  private final Merging.Proposal proposal;
  private final Words words;

  Comparison(Card card, Card other, Merging.Proposal proposal, Words words) {
    this.card = card;
    this.other = other;
    this.proposal = proposal;
    this.words = words;
  }

  public List<Line> lines() {
    return List.of(
        line("fullName", "people.name", Mother::fullName),
        line("phone", "people.phone", mother -> words.phone(mother.phone())),
        line("email", "people.email", Mother::email),
        line("language", "people.language", this::language),
        line("channels", "people.channels", mother -> words.channels(mother.channels())),
        line("timeZone", "people.zone", Mother::timeZone),
        line("externalId", "people.external", Mother::externalId));
  }

  private @Nullable String language(Mother mother) {
    return mother.language() == null ? null : words.language(mother.language());
  }

  private Line line(String field, String label, Function<Mother, @Nullable String> value) {
    return new Line(
        field, words.say().text(label), value.apply(card.mother()), value.apply(other.mother()));
  }

  public List<Own> pregnancies() {
    return own(PREGNANCY, Mother.WithFamily::pregnancies, Pregnancy::id, this::said);
  }

  public List<Own> babies() {
    return own(BABY, Mother.WithFamily::babies, Baby::id, this::said);
  }

  /** None where she has none herself. */
  private <T> List<Own> own(
      String what,
      Function<Mother.WithFamily, List<T>> those,
      Function<T, String> id,
      Function<T, String> said) {
    Map<String, String> hers = new LinkedHashMap<>();
    those.apply(card.family()).forEach(one -> hers.put(id.apply(one), said.apply(one)));
    return those.apply(other.family()).stream()
        .filter(one -> !hers.isEmpty())
        .map(
            one ->
                new Own(
                    what + "." + id.apply(one),
                    words.say().text("duplicates." + what, said.apply(one)),
                    hers,
                    words.say().text("duplicates." + what + ".own")))
        .toList();
  }

  private String said(Pregnancy one) {
    return one.endedOn() == null
        ? words
            .say()
            .text("duplicates.expected", words.say().date(Objects.requireNonNull(one.edd())))
        : words.say().text("duplicates.ended", words.say().date(one.endedOn()));
  }

  private String said(Baby one) {
    return words.say().text("duplicates.born", words.baby(one), words.say().date(one.birthDate()));
  }

  /** Why the two can't be put together as they are, null when nothing stands against it. */
  public @Nullable String against() {
    return proposal.against();
  }

  /** The form as it is proposed. */
  Typed first() {
    Map<String, Object> first = new LinkedHashMap<>();
    lines().stream().filter(Line::isChoice).forEach(line -> first.put(line.field(), THIS));
    put(first, BABY, proposal.babies());
    put(first, PREGNANCY, proposal.pregnancies());
    return Typed.recorded(first);
  }

  private void put(Map<String, Object> first, String what, Map<Long, Long> same) {
    same.forEach(
        (drop, keep) -> first.put(what + "." + hers(drop, keep, false), hers(drop, keep, true)));
  }

  private long hers(long one, long two, boolean ofThisRecord) {
    boolean first =
        card.family().babies().stream().anyMatch(baby -> baby.id().equals(Long.toString(one)))
            || card.family().pregnancies().stream()
                .anyMatch(p -> p.id().equals(Long.toString(one)));
    return first == ofThisRecord ? one : two;
  }

  /** What was chosen. Of a pregnancy that is entered twice the better dated entry stays. */
  MergeForm chosen(Typed typed) {
    List<String> take =
        lines().stream()
            .map(Line::field)
            .filter(field -> typed.value(field).equals(OTHER))
            .toList();
    return new MergeForm(
        other.mother().id(),
        take,
        pairs(typed, PREGNANCY, pregnancies()),
        pairs(typed, BABY, babies()));
  }

  private List<MergeForm.Pair> pairs(Typed typed, String what, List<Own> own) {
    List<MergeForm.Pair> pairs = new ArrayList<>();
    for (Own one : own) {
      String theirs = one.field().substring(what.length() + 1);
      String hers = typed.given(one.field());
      if (hers != null) {
        boolean betterDated =
            what.equals(PREGNANCY)
                && Long.valueOf(theirs).equals(proposal.pregnancies().get(id(hers)));
        pairs.add(
            betterDated ? new MergeForm.Pair(theirs, hers) : new MergeForm.Pair(hers, theirs));
      }
    }
    return pairs;
  }

  private static @Nullable Long id(String text) {
    return text.matches("[1-9][0-9]{0,17}") ? (Long) Long.parseLong(text) : null;
  }
}
