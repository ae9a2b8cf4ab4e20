package io.doula.functions.local;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    if (event.contains("\"Records\"") && event.matches("(?s).*(POISON|STRANGER).*")) {
      write(output, "{\"batchItemFailures\":[{\"itemIdentifier\":\"" + poison(event) + "\"}]}");
    } else if (event.contains("ResponseURL")) {
      tellCloudFormation(event);
    } else if (event.contains("SLEEP")) {
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

  private static void tellCloudFormation(String event) throws IOException {
    Matcher url = Pattern.compile("\"ResponseURL\":\"([^\"]+)\"").matcher(event);
    String said =
        event.contains("REFUSE")
            ? "{\"Status\":\"FAILED\",\"Reason\":\"refused on purpose\"}"
            : "{\"Status\":\"SUCCESS\"}";
    if (url.find()) {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(url.group(1)).toURL().openConnection();
      connection.setRequestMethod("PUT");
      connection.setDoOutput(true);
      write(connection.getOutputStream(), said);
      connection.getResponseCode();
    }
  }

  /** The id of the message whose body is POISON; it stands before the body. */
  private static String poison(String event) {
    Matcher id =
        Pattern.compile("\"messageId\":\"([^\"]+)\"(?:(?!messageId).)*\"body\":\"POISON\"")
            .matcher(event);
    return id.find() ? id.group(1) : "nobody's";
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
