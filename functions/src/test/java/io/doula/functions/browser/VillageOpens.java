package io.doula.functions.browser;

import io.doula.classic.Gate;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives the one village to each test that wants it, and closes it after the last. */
final class VillageOpens implements ExecutionCondition, ParameterResolver {
  private static final Namespace HERE = Namespace.create(VillageOpens.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (!Chromium.isInstalled()) {
      return ConditionEvaluationResult.disabled(
          "SKIPPED: there is no /usr/bin/chromium here, so no page is tried in a browser");
    }
    return Gate.isInstalled()
        ? ConditionEvaluationResult.enabled("chromium and Nginx are here")
        : ConditionEvaluationResult.disabled(
            "SKIPPED: Nginx is not installed here, so one of the two doors can't be opened");
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Village.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(HERE)
        .computeIfAbsent(Village.class, type -> opened(), Village.class);
  }

  private static Village opened() {
    try {
      return Village.open();
    } catch (Exception e) {
      throw new ParameterResolutionException("The doors do not open.", e);
    }
  }
}
