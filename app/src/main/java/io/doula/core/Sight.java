package io.doula.core;

import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which clinics a thread sees in the database: PostgreSQL itself shows it the rows of no others
 * (docs/decisions/row-level-security.md). A request sees what its viewer sees, and before anybody
 * signed in nothing; work that is nobody's in particular (workers, the beat, commands, webhooks)
 * says {@link #ALL}, for just that work:
 *
 * <pre>{@code
 * Sight.ALL.run(() -> tick.run(now));
 * Sight.Open seen = Sight.of(viewer).open(); // try … finally { seen.close(); }
 * }</pre>
 *
 * A thread that never said it may not speak to the database at all.
 */
public final class Sight {
  /** Every clinic: for the program's own work. */
  public static final Sight ALL = new Sight("all");

  /** No clinic, and so no person: what needs neither, such as a sign-in. */
  public static final Sight NONE = new Sight("");

  private static final ThreadLocal<@Nullable Sight> OF_THREAD = new ThreadLocal<>();

  private final String setting;

  private Sight(String setting) {
    this.setting = setting;
  }

  /** The viewer's clinics. */
  public static Sight of(Viewer viewer) {
    if (viewer.seesAll()) {
      return ALL;
    }
    return new Sight(
        viewer.clinics().stream().sorted().map(String::valueOf).collect(Collectors.joining(",")));
  }

  /**
   * What this thread sees.
   *
   * @throws IllegalStateException when it never said so
   */
  public static Sight ofThisThread() {
    Sight sight = OF_THREAD.get();
    if (sight == null) {
      throw new IllegalStateException(
          "the thread %s asks the database and never said which clinics it sees: put its work into Sight.ALL.run(…), or Sight.of(viewer) where it works for somebody"
              .formatted(Thread.currentThread().getName()));
    }
    return sight;
  }

  /** From here until it is closed, by the same thread, this is what the thread sees. */
  public Open open() {
    Sight before = OF_THREAD.get();
    OF_THREAD.set(this);
    return () -> {
      if (before == null) {
        OF_THREAD.remove();
      } else {
        OF_THREAD.set(before);
      }
    };
  }

  /** A sight that lasts until it is closed. */
  @FunctionalInterface
  public interface Open {
    void close();
  }

  /** Does the work with this sight. */
  public void run(Runnable work) {
    Open seen = open();
    try {
      work.run();
    } finally {
      seen.close();
    }
  }

  /** Does the work with this sight, and gives its result. */
  public <T extends @Nullable Object> T get(Supplier<T> work) {
    Open seen = open();
    try {
      return work.get();
    } finally {
      seen.close();
    }
  }

  /** The same work, with this sight on whichever thread it will run. */
  public Runnable over(Runnable work) {
    return () -> run(work);
  }

  /** As PostgreSQL is told: {@code all}, or the clinics' ids with commas between them. */
  public String setting() {
    return setting;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Sight sight && setting.equals(sight.setting);
  }

  @Override
  public int hashCode() {
    return setting.hashCode();
  }

  @Override
  public String toString() {
    return "Sight[" + setting + "]";
  }
}
