package io.doula.functions.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * template.yaml's stack on this machine, and its end: {@link #close} stops every process and
 * removes every file that it made. A test tool; docs/laptop.md says what it leaves out.
 */
public final class Laptop implements AutoCloseable {
  private static final String EXTRA = "DOULA_EXTRA_SECRETS";
  private static final String OTHER_DATABASE = "SPRING_DATASOURCE_URL";

  /**
   * @param template its zip lies where its CodeUri says
   * @param port of the front, 0 for any free one
   * @param environments JVMs at once for each function, at least 1
   * @param parameters of the template, where a default won't do
   * @param settings of Doula, as a secret of the stack would hold them; with {@code
   *     SPRING_DATASOURCE_URL} among them, that database serves and none is started here
   * @param log gets a line at a time
   */
  public record Options(
      Path template,
      int port,
      int environments,
      Map<String, Object> parameters,
      Map<String, String> settings,
      Consumer<String> log) {}

  private final Options options;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Map<String, LambdaFunction> functions = new LinkedHashMap<>();
  private final Map<Path, Path> unpacked = new HashMap<>();
  private final Path folder;
  private final int port;
  private final Queues queues;
  private final Secrets secrets;
  private final Postgres postgres;
  private final WhatsAppStandIn whatsApp;
  private final Schedules schedules;
  private final Template template;

  private Laptop(Options options) throws IOException, InterruptedException {
    this.options = options;
    try {
      folder = Files.createTempDirectory("doula-laptop");
      parts.push(this::removeFolder);
      port = options.port() == 0 ? freePort() : options.port();
      queues = with(new Queues());
      template = Template.read(options.template(), options.parameters(), queues.url());
      secrets = with(new Secrets());
      whatsApp = with(new WhatsAppStandIn(options.log()));
      schedules =
          with(new Schedules(queues, Clock.systemUTC(), Duration.ofMinutes(1), options.log()));
      postgres =
          options.settings().containsKey(OTHER_DATABASE) ? null : with(Postgres.start(folder));
      queues.make(template);
      secrets.make(template);
      makeFunctions();
      createCustomResources();
      openDoors();
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Starts all of it; returns when the front answers.
   *
   * @throws UnknownFeature naming what of the template this stack can't follow
   * @throws IllegalStateException when a custom resource could not be created
   */
  public static Laptop start(Options options) throws IOException, InterruptedException {
    return new Laptop(options);
  }

  /** Where the front listens, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** By its logical id. */
  public LambdaFunction function(String id) {
    return functions.get(id);
  }

  /** Fires a schedule at once; the name is FUNCTION.EVENT, both as the template names them. */
  public void trigger(String rule) {
    schedules.trigger(rule);
  }

  public Queues queues() {
    return queues;
  }

  /** The value of a secret, by its name or ARN. */
  public String secret(String nameOrArn) {
    return secrets.get(nameOrArn);
  }

  WhatsAppStandIn whatsApp() {
    return whatsApp;
  }

  /** To the database that was started here. */
  public Connection database() throws SQLException {
    return postgres.connection();
  }

  Template template() {
    return template;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        options.log().accept("A part did not stop: " + e.getMessage());
      }
    }
  }

  private void makeFunctions() throws IOException {
    for (FunctionSettings asWritten : template.functions()) {
      FunctionSettings settings = asWritten.with(here(asWritten.environment()));
      giveSecrets(settings.environment());
      functions.put(
          settings.name(),
          with(
              new LambdaFunction(
                  settings, unpacked(settings.name()), options.environments(), options.log())));
    }
    template
        .foreignFunctions()
        .forEach(id -> options.log().accept("[" + id + "] is not Java and is left aside"));
  }

  /** What differs on this machine; where the template says nothing of it, it is added. */
  private Map<String, String> here(Map<String, String> environment) {
    Map<String, String> here = new HashMap<>(environment);
    here.put("AWS_ENDPOINT_URL_SQS", queues.url());
    here.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", secrets.url());
    // the SDK refuses this together with an endpoint of one's own
    here.put("AWS_USE_DUALSTACK_ENDPOINT", "false");
    here.put("DOULA_PUBLIC_URL", url());
    if (environment.getOrDefault(EXTRA, "").isBlank()) {
      here.put(EXTRA, "laptop-settings");
    }
    return here;
  }

  private void giveSecrets(Map<String, String> environment) {
    String database = environment.getOrDefault("DOULA_DB_SECRET", "");
    if (!database.isEmpty() && postgres != null) {
      secrets.add(database, postgres.login());
    }
    String key = environment.getOrDefault("DOULA_APP_SECRET", "");
    if (!secrets.has(key)) {
      secrets.add(key, Map.of("secretKey", Secrets.password()));
    }
    String extra = environment.get(EXTRA).split(",")[0];
    if (!secrets.has(extra) || !secrets.get(extra).contains("DOULA_WHATSAPP_TOKEN")) {
      secrets.add(extra, whatsApp.settings());
      secrets.add(extra, options.settings());
    }
  }

  private Path unpacked(String function) throws IOException {
    Path zip = template.code(function);
    if (!Files.exists(zip)) {
      throw new IOException("There is no " + zip + ". First: mvn package");
    }
    if (!unpacked.containsKey(zip)) {
      unpacked.put(zip, Zip.unpack(zip, folder.resolve("code-" + unpacked.size())));
    }
    return unpacked.get(zip);
  }

  private void createCustomResources() throws IOException, InterruptedException {
    for (String id : template.ids("Custom::")) {
      Map<String, Object> properties = template.properties(id);
      LambdaFunction function =
          functions.get(Physical.idIn(properties.get("ServiceToken").toString()));
      CustomResource.create(id, template.type(id), properties, function);
      // it is done for now, and its memory of use to others
      function.rest();
    }
  }

  private void openDoors() throws IOException, InterruptedException {
    for (Template.Event event : template.events("HttpApi")) {
      if (!"1.0".equals(String.valueOf(event.properties().get("PayloadFormatVersion")))) {
        throw new UnknownFeature(event.function(), "payloads other than 1.0");
      }
      functions.get(event.function()).warm();
      with(ApiGateway.start(functions.get(event.function()), port));
    }
    for (Template.Event event : template.events("SQS")) {
      LambdaFunction function = functions.get(event.function());
      with(new EventSource(queues, function, event.properties(), pollers(event), options.log()));
    }
    for (Template.Event event : template.events("Schedule")) {
      schedules.add(
          event, functions.get(event.function()), template.invokeConfig(event.function()));
    }
  }

  private int pollers(Template.Event event) {
    Object most = Template.map(event.properties().get("ScalingConfig")).get("MaximumConcurrency");
    return most == null
        ? options.environments()
        : Math.min(options.environments(), Integer.parseInt(most.toString()));
  }

  private <T extends AutoCloseable> T with(T part) {
    parts.push(part);
    return part;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void removeFolder() {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
