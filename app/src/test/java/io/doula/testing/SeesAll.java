package io.doula.testing;

import io.doula.core.Sight;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The test's own thread sees every clinic. Other threads that a test starts say so themselves:
 * {@code Sight.ALL.over(work)}.
 */
public class SeesAll implements BeforeEachCallback, AfterEachCallback {
  private static final Namespace NAMESPACE = Namespace.create(SeesAll.class);

  static {
    // and not on a thread of its own
    Awaitility.pollInSameThread();
  }

  @Override
  public void beforeEach(ExtensionContext extension) {
    extension.getStore(NAMESPACE).put(Sight.class, Sight.ALL.open());
  }

  @Override
  public void afterEach(ExtensionContext extension) {
    Sight.Open seen = extension.getStore(NAMESPACE).remove(Sight.class, Sight.Open.class);
    if (seen != null) {
      seen.close();
    }
  }
}
