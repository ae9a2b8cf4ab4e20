package io.doula.functions.contract;

import io.doula.functions.local.ApiGateway;
import io.doula.functions.local.FunctionSettings;
import io.doula.functions.local.LambdaFunction;
import io.doula.functions.local.Zip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/** WebFunction from the unpacked zip, under AWS's runtime client, behind the laptop's gateway. */
public final class Function implements AutoCloseable {
  private static final Path ZIP = Path.of("target/doula-functions.zip").toAbsolutePath();

  private final Path said;
  private final Path code;
  private final LambdaFunction function;
  private final ApiGateway gateway;

  private Function(FunctionSettings settings, Path code, Path said) throws IOException {
    this.said = said;
    this.code = code;
    this.function = new LambdaFunction(settings, code, 1, this::write);
    this.gateway = ApiGateway.start(function, 0);
  }

  public static Function start(Map<String, String> environment, Path folder)
      throws IOException, InterruptedException {
    Path code = Zip.unpack(ZIP, Files.createTempDirectory("web-function"));
    Path said = folder.resolve("function.log");
    Files.deleteIfExists(said);
    FunctionSettings settings =
        new FunctionSettings(
            "Web",
            "io.doula.functions.WebFunction",
            "java25",
            1024,
            Duration.ofSeconds(30),
            false,
            environment);
    Function started = new Function(settings, code, said);
    try {
      started.function.warm();
      return started;
    } catch (IllegalStateException e) {
      started.close();
      throw new IOException(started.log(), e);
    }
  }

  public URI base() {
    return URI.create(gateway.url());
  }

  /** What it has logged. */
  public String log() throws IOException {
    return Files.readString(said);
  }

  private void write(String line) {
    try {
      Files.writeString(said, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    gateway.close();
    function.close();
    FileSystemUtils.deleteRecursively(code);
  }
}
