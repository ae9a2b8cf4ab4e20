package io.doula.functions.local;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * One execution environment: a JVM with AWS's runtime interface client in front, the unpacked zip
 * as its current folder (from which the client loads the function, as the managed runtime does),
 * and a {@link RuntimeApi} of its own.
 */
final class FunctionProcess implements AutoCloseable {
  private static final Duration PATIENCE_AT_START = Duration.ofSeconds(180);
  private static final String NATIVE_PART =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

  private final RuntimeApi api;
  private final Process process;
  private final Leash leash;
  private final long began;
  private double initMillis;

  private FunctionProcess(RuntimeApi api, Process process, long began) throws IOException {
    this.api = api;
    this.process = process;
    this.leash = Leash.kill(process.pid());
    this.began = began;
  }

  /**
   * Starts the JVM and waits until it asks for work.
   *
   * @param code the unpacked zip
   * @param log gets each line that the function writes
   * @throws IllegalStateException when the function can't start, with its own words
   */
  static FunctionProcess start(FunctionSettings settings, Path code, Consumer<String> log)
      throws IOException, InterruptedException {
    RuntimeApi api = new RuntimeApi(settings.arn());
    ProcessBuilder builder =
        new ProcessBuilder(command(settings)).directory(code.toFile()).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
    environment.clear();
    environment.put("PATH", path);
    environment.putAll(LambdaVariables.of(settings, code, api.address()));
    long began = System.nanoTime();
    FunctionProcess started = new FunctionProcess(api, builder.start(), began);
    started.readLines(log);
    try {
      started.awaitFirstNext();
      return started;
    } catch (IllegalStateException | InterruptedException e) {
      started.close();
      throw e;
    }
  }

  /** Milliseconds from exec to the first call for work. */
  double initMillis() {
    return initMillis;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Runs one invocation. When it takes longer than the timeout, or the JVM ends, the environment is
   * of no more use.
   */
  Answer invoke(String id, byte[] event, Duration timeout) throws InterruptedException {
    CompletableFuture<Answer> answer = api.invoke(id, event, timeout);
    process
        .onExit()
        .thenAccept(
            ended ->
                answer.complete(
                    Answer.failure(
                        "Runtime.ExitError",
                        "RequestId: %s Error: Runtime exited with status %d"
                            .formatted(id, ended.exitValue()))));
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      close();
      return Answer.failure(
          "Sandbox.Timedout",
          "RequestId: %s Error: Task timed out after %.2f seconds"
              .formatted(id, timeout.toMillis() / 1000.0));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** The most memory the JVM has held, in megabytes; 0 where /proc doesn't say. */
  long maxMemoryMegabytes() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(kilobytes -> Long.parseLong(kilobytes) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
    leash.close();
    api.close();
  }

  private void awaitFirstNext() throws InterruptedException {
    process
        .onExit()
        .thenAccept(
            ended ->
                api.firstNext()
                    .completeExceptionally(
                        new IllegalStateException(
                            "it exited with status %d before it asked for work"
                                .formatted(ended.exitValue()))));
    try {
      long asked = api.firstNext().get(PATIENCE_AT_START.toSeconds(), TimeUnit.SECONDS);
      initMillis = (asked - began) / 1_000_000.0;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "it did not ask for work within " + PATIENCE_AT_START.toSeconds() + " s", e);
    }
  }

  private void readLines(Consumer<String> log) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                lines.lines().forEach(log);
              } catch (IOException | java.io.UncheckedIOException e) {
                return; // it ended
              }
            },
            "log-of-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * The managed runtime's own flags as far as they are known: the heap gets 85 of a hundred parts
   * of the memory, one collector thread; without SnapStart, C1 only.
   */
  private static List<String> command(FunctionSettings settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + settings.memoryMegabytes() * 1024L * 85 / 100 + "k");
    command.add("-XX:+UseSerialGC");
    command.add("-Xshare:auto");
    if (settings.snapStart()) {
      command.add("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
    } else {
      command.add("-XX:TieredStopAtLevel=1");
    }
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    NativePart.file().ifPresent(file -> command.add("-D" + NATIVE_PART + "=" + file));
    command.add("-cp");
    command.add(clientJars());
    command.add(AWSLambda.class.getName());
    command.add(settings.handler());
    return command;
  }

  /**
   * The runtime interface client and what it needs; the function's own classes come from its zip.
   */
  private static String clientJars() {
    return Stream.of(
            AWSLambda.class,
            LambdaRuntime.class,
            PojoSerializer.class,
            SdkInternalThreadLocal.class)
        .map(FunctionProcess::jarOf)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String jarOf(Class<?> type) {
    return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).getPath();
  }
}
