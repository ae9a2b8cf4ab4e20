package io.doula.functions.local;

import java.time.Duration;
import java.util.Map;

/**
 * What the template says of one function.
 *
 * @param name its logical id in the template
 * @param handler class, or class and method
 * @param runtime for instance {@code java25}
 * @param memoryMegabytes of the whole environment, not of the heap
 * @param timeout after which the environment is killed
 * @param snapStart whether published versions are restored from a snapshot
 * @param environment the function's own variables
 */
public record FunctionSettings(
    String name,
    String handler,
    String runtime,
    int memoryMegabytes,
    Duration timeout,
    boolean snapStart,
    Map<String, String> environment) {

  FunctionSettings with(Map<String, String> environment) {
    return new FunctionSettings(
        name, handler, runtime, memoryMegabytes, timeout, snapStart, environment);
  }

  String arn() {
    return "arn:aws:lambda:eu-west-1:000000000000:function:" + name;
  }
}
