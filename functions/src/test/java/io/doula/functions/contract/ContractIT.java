package io.doula.functions.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Both doors are the same room. */
class ContractIT {
  private static final Path CASES = Path.of("src/test/resources/contract");
  private static final Path PAGE = Path.of("../docs/parity.md");

  private static final ExecutorService besides = Executors.newSingleThreadExecutor();
  private static final Parity parity = new Parity();
  private static Doors doors;

  @BeforeAll
  static void open() throws Exception {
    doors = Doors.open(Path.of("target/contract"));
  }

  @AfterAll
  static void close() throws Exception {
    besides.shutdownNow();
    doors.close();
  }

  @TestFactory
  Stream<DynamicNode> bothDoorsAnswerAlike() throws IOException {
    Map<String, List<DynamicNode>> chapters = new LinkedHashMap<>();
    for (Case one : CaseFile.all(CASES)) {
      chapters
          .computeIfAbsent(one.chapter(), title -> new ArrayList<>())
          .add(DynamicTest.dynamicTest(one.name(), () -> bothAnswer(one)));
    }
    return Stream.concat(
        chapters.entrySet().stream()
            .map(
                chapter -> DynamicContainer.dynamicContainer(chapter.getKey(), chapter.getValue())),
        Stream.of(DynamicTest.dynamicTest("docs/parity.md says so", ContractIT::thePageSaysSo)));
  }

  private static void bothAnswer(Case one) throws Exception {
    doors.prepare(one);
    Future<Answer> other = besides.submit(() -> doors.function().ask(one));
    Answer byTomcat = doors.tomcat().ask(one);
    Answer byFunction = other.get();
    parity.add(one, byTomcat, byFunction);
    Expected.check(one.expected(), byTomcat, doors.tomcat());
    if (one.differs() == null) {
      Expected.check(one.expected(), byFunction, doors.function());
      Sameness.check(
          Sameness.of(byTomcat, doors.tomcat().words()),
          Sameness.of(byFunction, doors.function().words()));
    }
  }

  private static void thePageSaysSo() throws IOException {
    if (Boolean.getBoolean("parity.write")) {
      Files.writeString(PAGE, parity.page());
    }

    assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
        .as("docs/parity.md is old: mvn -pl app,functions verify -Dparity.write=true")
        .isEqualTo(parity.page());
  }
}
