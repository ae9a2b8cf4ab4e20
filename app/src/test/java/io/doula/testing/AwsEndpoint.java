package io.doula.testing;

import cloud.localstack.Localstack;
import cloud.localstack.docker.annotation.LocalstackDockerConfiguration;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/**
 * Something that answers as AWS does, one for the whole test JVM: LocalStack, started by
 * localstack-utils, where Docker and a token exist; else what AWS_ENDPOINT_URL names; else {@code
 * moto_server}, started here, where it is on the path; else the test is skipped.
 *
 * @param name which of them it is
 * @param url its address, for every service
 */
public record AwsEndpoint(String name, String url) {
  private static final String REGION = "eu-west-1";
  private static final String TOKEN = "LOCALSTACK_AUTH_TOKEN";
  private static final int EDGE = 4566;
  private static final String HOW =
      "Skipped: nothing here answers as AWS does. To run this test: pip install 'moto[server]', or"
          + " name an endpoint in AWS_ENDPOINT_URL, or start Docker and set "
          + TOKEN
          + " (docs/local-aws.md).";

  /**
   * The endpoint of this JVM; without one, the test that asks is skipped and says how to run it.
   */
  public static AwsEndpoint orSkip() {
    Assumptions.assumeTrue(Found.ENDPOINT.isPresent(), HOW);
    return Found.ENDPOINT.orElseThrow();
  }

  /** What the program is told so that it asks here. */
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("AWS_ENDPOINT_URL", url);
    settings.put("AWS_REGION", env("AWS_REGION", REGION));
    settings.put("AWS_ACCESS_KEY_ID", env("AWS_ACCESS_KEY_ID", "test"));
    settings.put("AWS_SECRET_ACCESS_KEY", env("AWS_SECRET_ACCESS_KEY", "test"));
    return settings;
  }

  /** A test's own client of a service here, made from the service's builder. */
  public <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    Map<String, String> settings = settings();
    return builder
        .endpointOverride(URI.create(url))
        .region(Region.of(settings.get("AWS_REGION")))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    settings.get("AWS_ACCESS_KEY_ID"), settings.get("AWS_SECRET_ACCESS_KEY"))))
        .build();
  }

  private static String env(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isBlank() ? otherwise : value;
  }

  /** Looked for once, when the first test asks. */
  private static final class Found {
    static final Optional<AwsEndpoint> ENDPOINT = find();

    private static Optional<AwsEndpoint> find() {
      return Stream.<Supplier<Optional<AwsEndpoint>>>of(
              Found::localstack, Found::named, Found::moto)
          .map(Supplier::get)
          .flatMap(Optional::stream)
          .findFirst();
    }

    private static Optional<AwsEndpoint> localstack() {
      String token = System.getenv(TOKEN);
      if (token == null || token.isBlank() || !dockerAnswers()) {
        return Optional.empty();
      }
      try {
        CompletableFuture.runAsync(() -> start(token)).get(5, TimeUnit.MINUTES);
        int port = Localstack.INSTANCE.getLocalStackContainer().getExternalPortFor(EDGE);
        return Optional.of(new AwsEndpoint("LocalStack", "http://127.0.0.1:" + port));
      } catch (Exception e) {
        // its own exceptions may quote the command line, and with it the token
        System.err.println("LocalStack did not start: " + e.getClass().getSimpleName());
        return Optional.empty();
      }
    }

    private static void start(String token) {
      Runtime.getRuntime().addShutdownHook(new Thread(Localstack.INSTANCE::stop));
      Localstack.INSTANCE.startup(
          LocalstackDockerConfiguration.builder()
              .randomizePorts(true)
              .environmentVariables(Map.of(TOKEN, token))
              .build());
    }

    private static Optional<AwsEndpoint> named() {
      String url = System.getenv("AWS_ENDPOINT_URL");
      return url == null || url.isBlank()
          ? Optional.empty()
          : Optional.of(new AwsEndpoint("AWS_ENDPOINT_URL", url));
    }

    private static Optional<AwsEndpoint> moto() {
      Optional<Path> program = onPath("moto_server");
      if (program.isEmpty()) {
        return Optional.empty();
      }
      try {
        int port = freePort();
        String url = "http://127.0.0.1:" + port;
        Path log = Files.createTempFile("moto", ".log");
        Process server =
            run(log, program.get().toString(), "-H", "127.0.0.1", "-p", String.valueOf(port));
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
        return answers(server, url)
            ? Optional.of(new AwsEndpoint("moto_server", url))
            : Optional.empty();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /** A slow machine takes some seconds to load it. */
    private static boolean answers(Process server, String url)
        throws IOException, InterruptedException {
      for (int tries = 0; tries < 300 && server.isAlive(); tries++) {
        try (var connected = URI.create(url + "/moto-api/").toURL().openStream()) {
          return connected.read() >= 0;
        } catch (IOException notYet) {
          server.waitFor(100, TimeUnit.MILLISECONDS);
        }
      }
      server.destroyForcibly();
      return false;
    }

    private static boolean dockerAnswers() {
      try {
        Optional<Path> docker = onPath("docker");
        if (docker.isEmpty()) {
          return false;
        }
        Process info =
            run(Files.createTempFile("docker", ".log"), docker.get().toString(), "version");
        return info.waitFor(20, TimeUnit.SECONDS) && info.exitValue() == 0;
      } catch (IOException | InterruptedException e) {
        return false;
      }
    }

    private static Process run(Path log, String... command) throws IOException {
      ProcessBuilder process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      process.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
      log.toFile().deleteOnExit();
      return process.start();
    }

    private static Optional<Path> onPath(String program) {
      return Arrays.stream(env("PATH", "").split(File.pathSeparator))
          .map(folder -> Path.of(folder, program))
          .filter(Files::isExecutable)
          .findFirst();
    }

    private static int freePort() throws IOException {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      }
    }
  }
}
