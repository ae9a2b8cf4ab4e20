package io.doula.classic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** nginx/unpack-static on doula.jar. */
class UnpackStaticIT {
  @TempDir Path folder;

  @Test
  void theFolderHoldsExactlyTheJarsFilesAndThoseOfTheReleaseBefore() throws Exception {
    Path files = folder.resolve("www/static");
    unpack(files);
    assertThat(names(files)).isEqualTo(inTheJar()).isNotEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files)))
        .isEqualTo("rwxr-xr-x");

    // as if the release before had had another style, and the one before that a third
    Files.writeString(files.resolve("older-000000000001.css"), "older");
    Files.writeString(files.resolve("before-000000000002.css"), "before");
    Files.writeString(folder.resolve("www/static.names"), "before-000000000002.css\n");
    Path kept = files.resolve(inTheJar().get(0));
    FileTime written = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    Files.setLastModifiedTime(kept, written);
    Files.writeString(files.resolve(inTheJar().get(1)), "half");

    unpack(files);
    assertThat(names(files))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(inTheJar().stream(), Stream.of("before-000000000002.css")).toList());
    assertThat(Files.getLastModifiedTime(kept)).isEqualTo(written);
    assertThat(Files.size(files.resolve(inTheJar().get(1)))).isGreaterThan(4);
    for (String name : inTheJar()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.resolve(name))))
          .isEqualTo("rw-r--r--");
    }

    unpack(files);
    assertThat(names(files)).as("the same release again").contains("before-000000000002.css");
  }

  private void unpack(Path files) throws Exception {
    Process unpack =
        new ProcessBuilder(
                // a login shell's narrow mask must not hide the files from Nginx
                "sh",
                "-c",
                "umask 077; exec ../nginx/unpack-static target/doula.jar \"$1\"",
                "sh",
                files.toString())
            .redirectErrorStream(true)
            .start();
    unpack.getInputStream().transferTo(OutputStream.nullOutputStream());
    assertThat(unpack.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(unpack.exitValue()).isZero();
  }

  private static List<String> names(Path files) throws Exception {
    try (Stream<Path> all = Files.list(files)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> inTheJar() throws Exception {
    String folder = "BOOT-INF/classes/static/";
    try (JarFile jar = new JarFile("target/doula.jar")) {
      return jar.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith(folder) && !name.equals(folder))
          .map(name -> name.substring(folder.length()))
          .sorted()
          .toList();
    }
  }
}
