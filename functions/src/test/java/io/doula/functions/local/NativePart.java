package io.doula.functions.local;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The runtime interface client's native library, unpacked once. The client itself would unpack it
 * at each start to one place under /tmp, which in Lambda each environment has to itself; here JVMs
 * that start at the same time would load what the other has half written.
 */
final class NativePart {
  private static final Optional<Path> FILE = unpacked();

  private NativePart() {}

  /** Empty on a machine for which only the client itself knows which one fits. */
  static Optional<Path> file() {
    return FILE;
  }

  private static Optional<Path> unpacked() {
    String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch_64";
    boolean musl =
        Files.exists(Path.of("/lib/ld-musl-x86_64.so.1"))
            || Files.exists(Path.of("/lib/ld-musl-aarch64.so.1"));
    String name = "/jni/libaws-lambda-jni.linux%s-%s.so".formatted(musl ? "_musl" : "", machine);
    try (InputStream library = AWSLambda.class.getResourceAsStream(name)) {
      if (library == null) {
        return Optional.empty();
      }
      Path file = Files.createTempFile("libaws-lambda-jni", ".so");
      file.toFile().deleteOnExit();
      Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
      return Optional.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
