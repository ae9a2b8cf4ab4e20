package io.doula.functions.local;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The environment variables that Lambda itself sets, and the function's own over them. */
final class LambdaVariables {
  private LambdaVariables() {}

  static Map<String, String> of(FunctionSettings settings, Path code, String runtimeApi) {
    Map<String, String> variables = new HashMap<>();
    variables.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
    // the real class: from another name the client would start a second loop
    variables.put("_HANDLER", settings.handler());
    variables.put("LAMBDA_TASK_ROOT", code.toString());
    variables.put("AWS_LAMBDA_FUNCTION_NAME", settings.name());
    variables.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
    variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "" + settings.memoryMegabytes());
    variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + settings.name());
    variables.put("AWS_LAMBDA_LOG_STREAM_NAME", "laptop");
    variables.put(
        "AWS_LAMBDA_INITIALIZATION_TYPE", settings.snapStart() ? "snap-start" : "on-demand");
    variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + settings.runtime());
    variables.put("AWS_REGION", "eu-west-1");
    variables.put("AWS_DEFAULT_REGION", "eu-west-1");
    variables.put("AWS_ACCESS_KEY_ID", "laptop");
    variables.put("AWS_SECRET_ACCESS_KEY", "laptop");
    variables.put("LANG", "en_US.UTF-8");
    variables.put("TZ", ":UTC");
    variables.putAll(settings.environment());
    return variables;
  }
}
