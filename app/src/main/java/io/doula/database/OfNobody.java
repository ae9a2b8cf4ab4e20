package io.doula.database;

import io.doula.core.Sight;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Questions that are about no person, such as what time it is. Outside a transaction PostgreSQL
 * need then be told nothing, which saves two journeys to it; within one it has been told already.
 */
final class OfNobody {
  private OfNobody() {}

  static <T> T ask(Supplier<T> question) {
    return TransactionSynchronizationManager.isActualTransactionActive()
        ? question.get()
        : Sight.NONE.get(question);
  }
}
