package io.doula.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real JVMs under AWS's own runtime interface client. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "AWS's runtime client is native code for Linux")
class LambdaFunctionTest {
  private final List<String> log = new CopyOnWriteArrayList<>();
  @TempDir Path code;
  private LambdaFunction function;

  @BeforeEach
  void start() throws IOException {
    unpack(code);
    function = function(TrialFunction.class.getName(), 1);
  }

  @AfterEach
  void stop() {
    function.close();
  }

  @Test
  void anEnvironmentServesOneInvocationAfterTheOther() throws InterruptedException {
    assertThat(function.invoke("{\"n\":1}").text()).isEqualTo("{\"calls\":1,\"event\":{\"n\":1}}");
    assertThat(function.invoke("{\"n\":2}").text()).isEqualTo("{\"calls\":2,\"event\":{\"n\":2}}");
    assertThat(function.invoke("\"ENVIRONMENT\"").text())
        .isEqualTo("\"io.doula.functions.local.TrialFunction green\"");
  }

  @Test
  void onlyAColdStartReportsItsInitDuration() throws InterruptedException {
    function.invoke("{}");
    function.invoke("{}");

    List<String> reports = log.stream().filter(line -> line.contains("REPORT")).toList();
    assertThat(reports).hasSize(2);
    assertThat(reports.get(0))
        .matches(
            "\\[Trial] REPORT RequestId: [-0-9a-f]{36}\tDuration: [0-9.]+ ms\tBilled Duration:"
                + " [0-9]+ ms\tMemory Size: 256 MB\tMax Memory Used: [1-9][0-9]+ MB\tInit Duration:"
                + " [0-9.]+ ms");
    assertThat(reports.get(1)).doesNotContain("Init Duration");
  }

  @Test
  void anExceptionIsAnErrorAndTheEnvironmentStays() throws InterruptedException {
    Answer answer = function.invoke("\"THROW\"");

    assertThat(answer.failed()).isTrue();
    assertThat(answer.text()).contains("thrown on purpose", "IllegalStateException");
    assertThat(function.invoke("{}").text()).contains("\"calls\":2");
  }

  @Test
  void aFunctionThatRunsOverItsTimeoutIsKilledAndStartsColdNextTime() throws InterruptedException {
    function.invoke("{}");
    long before = function.pids().get(0);

    Answer answer = function.invoke("\"SLEEP\"");

    assertThat(answer.failed()).isTrue();
    assertThat(answer.text()).contains("Task timed out after 2.00 seconds");
    assertThat(ProcessHandle.of(before)).isEmpty();
    assertThat(function.invoke("{}").text()).contains("\"calls\":1");
  }

  @Test
  void aJvmThatEndsFailsItsInvocationAtOnce() throws InterruptedException {
    assertThat(function.invoke("\"EXIT\"").text())
        .contains("Runtime exited with status 7", "Runtime.ExitError");
    assertThat(function.invoke("{}").text()).contains("\"calls\":1");
  }

  @Test
  void aJvmKilledWhileItRestsIsReplacedUnnoticed() throws InterruptedException {
    function.invoke("{}");
    ProcessHandle resting = ProcessHandle.of(function.pids().get(0)).orElseThrow();
    resting.destroyForcibly();
    resting.onExit().join();

    assertThat(function.invoke("{}").text()).contains("\"calls\":1");
  }

  @Test
  void aFurtherEnvironmentStartsOnlyWhileTheOthersAreBusy() throws InterruptedException {
    try (LambdaFunction two = function(TrialFunction.class.getName(), 2)) {
      two.invoke("{}");
      two.invoke("{}");
      assertThat(two.pids()).hasSize(1);

      CompletableFuture<Answer> slow =
          CompletableFuture.supplyAsync(() -> invokeUnchecked(two, "\"SLEEP\""));
      Thread.sleep(200);
      assertThat(two.invoke("{}").text()).contains("\"calls\":1");
      assertThat(two.pids()).hasSize(2);
      assertThat(slow.join().failed()).isTrue();
    }
  }

  @Test
  void aHandlerThatIsNotThereIsAnErrorWithItsName() throws InterruptedException {
    try (LambdaFunction absent = function("io.doula.Absent", 1)) {
      assertThat(absent.invoke("{}").failed()).isTrue();
      assertThat(log).anyMatch(line -> line.contains("io.doula.Absent"));
    }
  }

  @Test
  void theFrontServesWhatTheFunctionAnswers() throws Exception {
    try (ApiGateway gateway = ApiGateway.start(function, 0)) {
      HttpClient client = HttpClient.newHttpClient();
      URI served = URI.create(gateway.url() + "/SERVE/");
      assertThat(client.send(HttpRequest.newBuilder(served).build(), BodyHandlers.ofString()))
          .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(200))
          .satisfies(answer -> assertThat(answer.body()).isEqualTo("served"));

      assertThat(status(client, gateway, "/THROW")).isEqualTo(500);
      assertThat(status(client, gateway, "/EXIT")).isEqualTo(500);
      assertThat(status(client, gateway, "/SLEEP")).isEqualTo(503);
      assertThat(status(client, gateway, "/none-of-our-words")).isEqualTo(500);
    }
  }

  private static int status(HttpClient client, ApiGateway gateway, String path) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(URI.create(gateway.url() + path)).build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  private LambdaFunction function(String handler, int environments) {
    return new LambdaFunction(settings(handler), code, environments, log::add);
  }

  /** A function of which nothing is known but what {@link TrialFunction} does. */
  static LambdaFunction trial(Path code, Consumer<String> log) throws IOException {
    unpack(code);
    return new LambdaFunction(settings(TrialFunction.class.getName()), code, 1, log);
  }

  private static FunctionSettings settings(String handler) {
    return new FunctionSettings(
        "Trial", handler, "java25", 256, Duration.ofSeconds(2), false, Map.of("COLOUR", "green"));
  }

  private static Answer invokeUnchecked(LambdaFunction function, String event) {
    try {
      return function.invoke(event);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A zip of one class. */
  private static void unpack(Path folder) throws IOException {
    String file = TrialFunction.class.getName().replace('.', '/') + ".class";
    Path target = folder.resolve(file);
    Files.createDirectories(target.getParent());
    try (var bytes = TrialFunction.class.getClassLoader().getResourceAsStream(file)) {
      Files.copy(bytes, target);
    }
  }
}
