package io.doula.secrets;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says at start which setting is missing, in place of a stack trace. */
class MissingSettingAnalyzer extends AbstractFailureAnalyzer<MissingSetting> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, MissingSetting cause) {
    return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
  }
}
