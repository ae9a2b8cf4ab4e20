package io.doula.http;

import io.doula.core.Conflict;
import io.doula.core.Viewer;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A form that is sent twice (a double tap, a page loaded again) does what it asks for once. The
 * form carries a key of its own; what it does and that it was done are one transaction, as with the
 * API's {@code Idempotency-Key}.
 */
@Component
public class Once {
  /** The hidden field that carries the key. */
  public static final String FIELD = "once";

  /** Keys of forms are none that an Idempotency-Key could be: those are ASCII. */
  private static final String MARK = "✎ ";

  private static final byte[] NO_HASH = {};

  private final Answers answers;
  private final TransactionTemplate transaction;

  Once(Answers answers, TransactionTemplate transaction) {
    this.answers = answers;
    this.transaction = transaction;
  }

  /** A key for a form that is about to be shown. */
  public static String key() {
    return UUID.randomUUID().toString();
  }

  /**
   * Does all the work in one transaction, unless this very form was done before: then it answers as
   * it did.
   *
   * @param work returns the view that follows, a redirect
   * @throws Conflict when the form was done and what followed is not known
   */
  public String done(Typed typed, Viewer viewer, Instant now, Supplier<String> work) {
    String key = typed.value(FIELD);
    TransactionCallback<@Nullable String> all =
        key.matches("[0-9a-f-]{36}")
            ? status -> unlessDone(MARK + key, viewer, now, work)
            : status -> work.get();
    String view = transaction.execute(all);
    if (view == null) {
      throw new Conflict("this form was sent before: look whether it is recorded");
    }
    return view;
  }

  private @Nullable String unlessDone(
      String key, Viewer viewer, Instant now, Supplier<String> work) {
    if (!answers.take(viewer, key, NO_HASH, now)) {
      return answers.kept(viewer, key).location();
    }
    String view = work.get();
    answers.keep(viewer, key, new Answers.Kept(NO_HASH, 303, null, null, view, new byte[0]));
    return view;
  }
}
