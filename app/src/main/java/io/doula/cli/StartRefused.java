package io.doula.cli;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** A start that can't work says why in a sentence, in place of a stack trace. */
class StartRefused implements FailureAnalyzer {

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    return Reasons.of(failure)
        .map(reason -> new FailureAnalysis(reason, null, failure))
        .orElse(null);
  }
}
