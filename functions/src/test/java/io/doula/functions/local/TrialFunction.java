package io.doula.functions.local;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A function to try the stack with, for tests: it does what the event's text says. It runs in a JVM
 * of its own, which knows nothing but this class.
 */
public class TrialFunction implements RequestStreamHandler {
  private int calls;

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
    calls++;
    if (event.contains("SLEEP")) {
      sleep();
    } else if (event.contains("EXIT")) {
      Runtime.getRuntime().halt(7);
    } else if (event.contains("THROW")) {
      throw new IllegalStateException("thrown on purpose");
    } else if (event.contains("SERVE")) {
      write(output, "{\"statusCode\":200,\"body\":\"served\"}");
    } else if (event.contains("ENVIRONMENT")) {
      write(output, "\"%s %s\"".formatted(System.getenv("_HANDLER"), System.getenv("COLOUR")));
    } else {
      write(output, "{\"calls\":%d,\"event\":%s}".formatted(calls, event));
    }
  }

  private static void write(OutputStream output, String text) throws IOException {
    output.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void sleep() {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
