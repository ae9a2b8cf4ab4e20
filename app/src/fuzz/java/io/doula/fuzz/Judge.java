package io.doula.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds an answer against what every answer has to be. */
final class Judge {
  private static final JsonMapper JSON = new JsonMapper();

  /** What tells a stranger how the program is made. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "Exception|Throwable|StackOverflow|\\bat [a-z]+\\.[a-z.]+\\(|\\b(java|javax|jakarta)\\.[a-z]+\\."
              + "|org\\.(springframework|postgresql|apache)|io\\.doula\\.|tools\\.jackson|\\$\\$"
              + "|SQLSTATE|PSQL|JDBC|Hikari|\\bselect .+ from |\\binsert into |\\bupdate .+ set ",
          Pattern.CASE_INSENSITIVE);

  private static final List<String> SAFE =
      List.of(
          "Content-Security-Policy",
          "X-Content-Type-Options",
          "X-Frame-Options",
          "Referrer-Policy",
          "Cache-Control");

  private final long mostMillis;
  private final boolean behindGateway;

  /**
   * @param mostMillis an answer that takes longer is a fault
   * @param behindGateway whether one may answer in the program's place
   */
  Judge(long mostMillis, boolean behindGateway) {
    this.mostMillis = mostMillis;
    this.behindGateway = behindGateway;
  }

  /** What is wrong with the answer, in words; empty when nothing is. */
  List<String> faults(Draft sent, String canary, Reply reply) {
    List<String> faults = new ArrayList<>();
    if (behindGateway && isGateways(reply)) {
      return faults;
    }
    if (reply.status() >= 500 && !isHealth(sent, reply)) {
      faults.add("answered " + reply.status());
    }
    if (reply.millis() > mostMillis) {
      faults.add("took " + reply.millis() + " ms");
    }
    SAFE.stream()
        .filter(name -> reply.header(name) == null)
        .forEach(name -> faults.add("has no " + name));
    if (reply.isWell()) {
      passed(sent, faults);
    }
    if (reply.status() >= 400) {
      refused(sent, canary, reply, faults);
    }
    return faults;
  }

  /** API Gateway refuses some addresses and sizes itself, in words of its own. */
  private static boolean isGateways(Reply reply) {
    return reply.status() / 100 == 4 && reply.text().matches("\\{\"message\":\"[A-Za-z ]+\"}");
  }

  /** Load balancers are told by 503 that nobody delivers. */
  private static boolean isHealth(Draft sent, Reply reply) {
    return sent.operation().path().startsWith("/health") && reply.status() == 503;
  }

  /** Whoever is on the machine itself may read them; see docs. */
  private static boolean isMetrics(Draft sent) {
    return sent.operation().path().equals("/metrics");
  }

  private static void passed(Draft sent, List<String> faults) {
    if (!sent.who().isSignedIn() && !sent.operation().open() && !isMetrics(sent)) {
      faults.add("was let in without a sign-in");
    } else if (sent.whyItMayPass() == null) {
      faults.add("was taken");
    }
  }

  private static void refused(Draft sent, String canary, Reply reply, List<String> faults) {
    String text = reply.text();
    if (INSIDE.matcher(text).find()) {
      faults.add("tells of its inside");
    }
    String type = String.valueOf(reply.header("Content-Type"));
    if (text.contains(canary) && !isPage(sent, type)) {
      faults.add("repeats a value");
    }
    if (sent.method().equals("HEAD") || isHealth(sent, reply) || isPage(sent, type)) {
      return;
    }
    if (!type.startsWith("application/problem+json")) {
      faults.add("is no problem+json but " + type);
      return;
    }
    try {
      problem(JSON.readTree(reply.body()), reply.status(), faults);
    } catch (JacksonException e) {
      faults.add("is no JSON");
    }
  }

  /** People are answered with pages, which show them again what they typed. Programs never are. */
  private static boolean isPage(Draft sent, String type) {
    return type.startsWith("text/html")
        && !sent.target().matches("/(api|webhooks|health|metrics)([/?].*)?");
  }

  private static void problem(JsonNode problem, int status, List<String> faults) {
    for (String member : List.of("type", "title", "detail")) {
      if (problem.path(member).asString("").isBlank()) {
        faults.add("has no " + member);
      }
    }
    if (problem.path("status").asInt(0) != status) {
      faults.add("says another status in its body");
    }
    JsonNode errors = problem.path("errors");
    if (!errors.isMissingNode() && (!errors.isArray() || errors.isEmpty())) {
      faults.add("has errors that name no field");
    }
    for (JsonNode error : errors.values()) {
      if (!isText(error.path("field")) || !isText(error.path("message"))) {
        faults.add("has an error without field or message");
      }
    }
  }

  private static boolean isText(@Nullable JsonNode node) {
    return node != null && node.isString();
  }
}
