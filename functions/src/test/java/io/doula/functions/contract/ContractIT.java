package io.doula.functions.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Both doors are the same room. */
class ContractIT {
  private static final Path CASES = Path.of("src/test/resources/contract");

  @TempDir static Path folder;
  private static Doors doors;

  @BeforeAll
  static void open() throws Exception {
    doors = Doors.open(folder);
  }

  @AfterAll
  static void close() throws Exception {
    doors.close();
  }

  @TestFactory
  Stream<DynamicNode> bothDoorsAnswerAlike() throws Exception {
    Map<String, List<DynamicNode>> chapters = new LinkedHashMap<>();
    for (Case one : CaseFile.all(CASES)) {
      chapters
          .computeIfAbsent(one.chapter(), title -> new ArrayList<>())
          .add(DynamicTest.dynamicTest(one.name(), () -> bothAnswer(one)));
    }
    return chapters.entrySet().stream()
        .map(chapter -> DynamicContainer.dynamicContainer(chapter.getKey(), chapter.getValue()));
  }

  private static void bothAnswer(Case one) {
    doors.prepare(one);
    CompletableFuture<Answer> other =
        CompletableFuture.supplyAsync(() -> doors.function().ask(one));
    Answer byTomcat = doors.tomcat().ask(one);
    Answer byFunction = other.join();
    Expected.check(one.expected(), byTomcat, doors.tomcat().words());
    Expected.check(one.expected(), byFunction, doors.function().words());
    assertThat(Sameness.of(byFunction, doors.function().words()))
        .isEqualTo(Sameness.of(byTomcat, doors.tomcat().words()));
  }
}
