package io.doula.core;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where every view, change, export and message of a person is written down, once for each deed, in
 * the transaction of the deed: if one can't be, the other is not. Called where the deed is done, in
 * the plural nouns, so that API, pages and commands all pass.
 *
 * <p>An entry holds ids and names of fields, never a name, a phone or a value. It costs one insert,
 * and nobody waits for it.
 */
public interface Trail {

  /** What was done. */
  enum Deed {
    VIEWED,
    ADDED,
    CHANGED,
    REMOVED,
    /** Taken from a register. */
    IMPORTED,
    EXPORTED,
    ERASED,
    /** A message to her was begun; what became of it stands with its reminder. */
    MESSAGED,
    SIGNED_IN,
    /** Entries of the trail itself went, because their time was over. */
    FORGOTTEN
  }

  /** To what. */
  enum Thing {
    MOTHER,
    PREGNANCY,
    BABY,
    DOSE,
    CONTACT,
    /** Something that is due, on a work list. */
    VISIT,
    REMINDER,
    CLINIC,
    PLAN,
    ACCOUNT,
    TRAIL
  }

  /**
   * Who did it.
   *
   * @param actor STAFF (with the account), COMMAND (somebody at the server), PROGRAM, or PERSON:
   *     she herself, or whoever answered from her phone
   */
  record By(String actor, @Nullable Long accountId) {
    /** The program itself: time, upkeep, retention. */
    public static final By PROGRAM = new By("PROGRAM", null);

    /** She herself. */
    public static final By PERSON = new By("PERSON", null);

    /** The member of staff; account 0 is somebody at the command line. */
    public static By of(Viewer viewer) {
      return viewer.accountId() == 0
          ? new By("COMMAND", null)
          : new By("STAFF", viewer.accountId());
    }
  }

  /**
   * What it was done to.
   *
   * @param id the thing's; null for a list of things
   * @param mothers whose it is; of a list all who stand on it
   * @param clinic null: the clinic of the one mother; none where there are several
   * @param fields what changed or was shown of it, by name
   */
  record About(
      Thing thing,
      @Nullable Long id,
      List<Long> mothers,
      @Nullable Long clinic,
      List<String> fields) {

    public About {
      mothers = List.copyOf(mothers);
      fields = List.copyOf(fields);
    }

    public static About mother(long id) {
      return of(Thing.MOTHER, id, id);
    }

    /** One thing of one mother's. */
    public static About of(Thing thing, long id, long mother) {
      return new About(thing, id, List.of(mother), null, List.of());
    }

    /** A list of things, of these mothers; each counts once. */
    public static About list(Thing thing, Collection<Long> mothers) {
      return new About(thing, null, mothers.stream().distinct().toList(), null, List.of());
    }

    /** A thing that is nobody's: a clinic, an account. */
    public static About thing(Thing thing, long id) {
      return new About(thing, id, List.of(), thing == Thing.CLINIC ? (Long) id : null, List.of());
    }

    /** The same with the names of fields. */
    public About fields(String... names) {
      return fields(List.of(names));
    }

    /** The same with the names of fields. */
    public About fields(Collection<String> names) {
      return new About(thing, id, mothers, clinic, List.copyOf(names));
    }
  }

  /**
   * Writes an entry. A list without anybody on it is none.
   *
   * @param now the program's time of the deed
   */
  void enter(Deed deed, By by, About about, Instant now);

  default void viewed(Viewer by, About about, Instant now) {
    enter(Deed.VIEWED, By.of(by), about, now);
  }

  default void added(Viewer by, About about, Instant now) {
    enter(Deed.ADDED, By.of(by), about, now);
  }

  default void changed(Viewer by, About about, Instant now) {
    enter(Deed.CHANGED, By.of(by), about, now);
  }

  default void removed(Viewer by, About about, Instant now) {
    enter(Deed.REMOVED, By.of(by), about, now);
  }

  default void exported(Viewer by, About about, Instant now) {
    enter(Deed.EXPORTED, By.of(by), about, now);
  }
}
