package io.doula.functions.local;

import io.doula.functions.local.Laptop.Options;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code mvn -q -pl functions -am -DskipTests package exec:java}, from the root of the clone. */
final class LaptopCommand {
  private static final String USAGE =
      """
      Options (in -Dexec.args="…"):
        --port N               where the front listens (3000)
        --template FILE        (template.yaml)
        --parameter NAME=VALUE of the template; may be repeated
        --setting NAME=VALUE   of Doula, such as DOULA_WHATSAPP_BASE_URL; may be repeated
        --environments N       JVMs at once for each function (1)
        --log FILE             what the functions write, whole (functions/target/laptop.log)
      """;

  /** Said by every start or every invocation, and by nothing that went wrong. */
  private static final Pattern ROUTINE =
      Pattern.compile(
          "^\\[\\w+] (START |END |\\{\"_aws\"|Picked up JAVA_TOOL|.*\"level\":\"(INFO|WARN)\"|.*"
              + " INFO )");

  private LaptopCommand() {}

  public static void main(String[] args) throws Exception {
    Options options;
    try {
      options = options(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n" + USAGE);
      System.exit(2);
      return;
    }
    quietenLibraries();
    System.out.println(
        """
        Doula's serverless stack on this machine. This is a test tool: it stands in for Lambda, API
        Gateway, EventBridge, SQS and Secrets Manager as far as template.yaml uses them, with an
        empty PostgreSQL that is gone at the end. It sends nothing to anybody. docs/laptop.md
        """);
    try {
      Laptop laptop = Laptop.start(options);
      Runtime.getRuntime().addShutdownHook(new Thread(laptop::close, "end"));
      System.out.println(ready(laptop));
      new CountDownLatch(1).await();
    } catch (UnknownFeature | IllegalStateException | IOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static String ready(Laptop laptop) {
    StringBuilder text = new StringBuilder("\nReady. Ctrl-C stops it.\n");
    text.append("  ").append(laptop.url()).append("/  the front\n");
    admin(laptop, text);
    laptop
        .template()
        .events("Schedule")
        .forEach(
            event ->
                text.append(
                    "  %s.%s  %s\n"
                        .formatted(
                            event.function(), event.name(), event.properties().get("Schedule"))));
    laptop.template().events("SQS").forEach(event -> text.append(polling(laptop, event)));
    return text.toString();
  }

  /** With what decides how fast it goes, and how soon what died is made good. */
  private static String polling(Laptop laptop, Template.Event event) {
    String queue = Physical.idIn(event.properties().get("Queue").toString());
    FunctionSettings settings = laptop.function(event.function()).settings();
    return "  %s polls %s: BatchSize %s, MaximumConcurrency %s, VisibilityTimeout %s s, Timeout %d s, DOULA_LEASE %s, DOULA_SEND_TIMEOUT %s\n"
        .formatted(
            event.function(),
            queue,
            event.properties().get("BatchSize"),
            Template.map(event.properties().get("ScalingConfig")).get("MaximumConcurrency"),
            laptop.template().property(queue, "VisibilityTimeout"),
            settings.timeout().toSeconds(),
            settings.environment().get("DOULA_LEASE"),
            settings.environment().get("DOULA_SEND_TIMEOUT"));
  }

  /** The migration left it in a secret; here it is of no use to anyone else. */
  private static void admin(Laptop laptop, StringBuilder text) {
    laptop.template().functions().stream()
        .map(function -> function.environment().getOrDefault("DOULA_ADMIN_SECRET", ""))
        .filter(secret -> !secret.isEmpty() && laptop.secret(secret) != null)
        .findFirst()
        .ifPresent(
            secret -> {
              JsonNode login = new JsonMapper().readTree(laptop.secret(secret));
              text.append(
                  "  sign in at %s/app/ as %s, password %s\n"
                      .formatted(
                          laptop.url(),
                          login.path("username").asString("admin"),
                          login.path("password").asString("")));
            });
  }

  private static Options options(String[] args) {
    Path template = Path.of("template.yaml");
    int port = 3000;
    int environments = 1;
    Path log = Path.of("functions/target/laptop.log");
    Map<String, Object> parameters = new HashMap<>();
    Map<String, String> settings = new HashMap<>();
    for (int at = 0; at < args.length; at += 2) {
      String value = at + 1 < args.length ? args[at + 1] : "";
      switch (args[at]) {
        case "--port" -> port = Integer.parseInt(value);
        case "--template" -> template = Path.of(value);
        case "--log" -> log = Path.of(value);
        case "--environments" -> environments = Integer.parseInt(value);
        case "--parameter" ->
            parameters.put(name(value), value.substring(name(value).length() + 1));
        case "--setting" -> settings.put(name(value), value.substring(name(value).length() + 1));
        default -> throw new IllegalArgumentException("There is no option " + args[at] + ".");
      }
    }
    return new Options(template, port, environments, parameters, settings, into(log));
  }

  /** All of it into the file; what a person wants to see on the terminal too. */
  private static Consumer<String> into(Path file) {
    try {
      PrintStream all = new PrintStream(Files.newOutputStream(file), true, StandardCharsets.UTF_8);
      return line -> {
        all.println(line);
        if (!ROUTINE.matcher(line).find()) {
          System.out.println(line.stripTrailing());
        }
      };
    } catch (IOException e) {
      throw new IllegalArgumentException("The log can't be written: " + e.getMessage() + ".");
    }
  }

  private static String name(String pair) {
    int equals = pair.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("NAME=VALUE is wanted, not " + pair + ".");
    }
    return pair.substring(0, equals);
  }

  private static void quietenLibraries() {
    ((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("ROOT"))
        .setLevel(ch.qos.logback.classic.Level.ERROR);
  }
}
