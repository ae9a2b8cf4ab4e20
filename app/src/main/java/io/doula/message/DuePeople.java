package io.doula.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Those who are due exactly the same things: the mother, or babies.
 *
 * @param who how to speak of them
 * @param names the babies' names, empty when unknown and for the mother
 * @param contacts the kinds of contact due, in order
 * @param vaccines the vaccine codes due, each once
 */
record DuePeople(Who who, List<String> names, Set<Due.Kind> contacts, Set<String> vaccines) {

  enum Who {
    MOTHER,
    NAMED_BABIES,
    UNNAMED_BABY,
    UNNAMED_BABIES
  }

  /** Hers first, then those of the babies in their order; babies due the same things together. */
  static List<DuePeople> in(List<Due> dues) {
    Map<String, List<Due>> byPerson = new LinkedHashMap<>();
    dues.stream()
        .sorted(Comparator.comparing(Due::who))
        .forEach(due -> byPerson.computeIfAbsent(key(due), k -> new ArrayList<>()).add(due));
    Map<DuePeople, List<String>> namesByThings = new LinkedHashMap<>();
    byPerson.forEach(
        (key, hers) ->
            namesByThings
                .computeIfAbsent(unnamed(hers), things -> new ArrayList<>())
                .add(name(hers.get(0))));
    return namesByThings.entrySet().stream().map(e -> e.getKey().named(e.getValue())).toList();
  }

  private static String key(Due due) {
    return due.who() + name(due);
  }

  private static String name(Due due) {
    if (due.who() == Due.Who.MOTHER || due.personName() == null) {
      return "";
    }
    return Names.cut(Names.clean(due.personName()), Names.LONGEST_NAME);
  }

  private static DuePeople unnamed(List<Due> dues) {
    Set<Due.Kind> contacts = new LinkedHashSet<>();
    Set<String> vaccines = new LinkedHashSet<>();
    boolean twice = false;
    for (Due due : dues.stream().sorted(Comparator.comparing(Due::kind)).toList()) {
      twice |=
          due.kind() == Due.Kind.VACCINATION
              ? addsNothing(vaccines, due.vaccines())
              : !contacts.add(due.kind());
    }
    return new DuePeople(who(dues.get(0), twice), List.of(), contacts, vaccines);
  }

  private static boolean addsNothing(Set<String> vaccines, Collection<String> more) {
    return !vaccines.addAll(more);
  }

  /** A baby is not due the same thing twice on a day, so without names it must be for several. */
  private static Who who(Due due, boolean twice) {
    if (due.who() == Due.Who.MOTHER) {
      return Who.MOTHER;
    }
    if (!name(due).isEmpty()) {
      return Who.NAMED_BABIES;
    }
    return twice ? Who.UNNAMED_BABIES : Who.UNNAMED_BABY;
  }

  private DuePeople named(List<String> theirs) {
    return new DuePeople(who, who == Who.NAMED_BABIES ? theirs : List.of(), contacts, vaccines);
  }
}
