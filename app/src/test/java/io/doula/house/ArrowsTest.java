package io.doula.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rooms of the house and the arrows between them; a new room or arrow is a line here. */
class ArrowsTest {
  private static final String HOUSE = "io.doula";

  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(HOUSE);

  /** What the desk's pages show. */
  private static final List<String> SHOWN =
      List.of(
          "audit", "core", "family", "http", "message", "reminder", "report", "schedule", "staff");

  /** Each room and the rooms it may know. */
  private static final Map<String, List<String>> ARROWS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("", List.of("cli")),
              Map.entry("core", List.of()),
              Map.entry("schedule", List.of("core")),
              Map.entry("family", List.of("core", "schedule")),
              Map.entry("family.web", List.of("core", "family", "http", "schedule")),
              Map.entry("message", List.of("core")),
              Map.entry("aws", List.of("core")),
              Map.entry("channel", List.of("aws", "core")),
              Map.entry("queue", List.of("aws", "core")),
              Map.entry("channel.web", List.of("channel", "core", "http")),
              Map.entry(
                  "reminder",
                  List.of("channel", "core", "database", "family", "message", "queue", "schedule")),
              Map.entry(
                  "reminder.web",
                  List.of("channel", "core", "http", "message", "queue", "reminder")),
              Map.entry("audit", List.of("core", "staff")),
              Map.entry("audit.web", List.of("audit", "core", "http")),
              Map.entry("report", List.of("core", "reminder", "schedule")),
              Map.entry("report.web", List.of("core", "http", "report")),
              Map.entry("staff", List.of("core", "secrets")),
              Map.entry("staff.web", List.of("core", "http", "staff")),
              Map.entry("desk", List.of("core", "http")),
              Map.entry("desk.people", SHOWN),
              Map.entry("desk.work", SHOWN),
              Map.entry("desk.figures", SHOWN),
              Map.entry("desk.house", SHOWN),
              Map.entry("home", List.of("core", "http", "reminder")),
              Map.entry("http", List.of("core", "secrets")),
              Map.entry("database", List.of("core", "secrets")),
              Map.entry("secrets", List.of("aws", "core")),
              Map.entry(
                  "cli",
                  List.of(
                      "channel",
                      "core",
                      "database",
                      "family",
                      "http",
                      "message",
                      "queue",
                      "secrets",
                      "staff"))));

  static Stream<String> rooms() {
    return ARROWS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomKnowsOnlyTheRoomsItMay(String room) {
    String[] known =
        Stream.concat(Stream.of(room), ARROWS.get(room).stream())
            .map(ArrowsTest::packageOf)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(packageOf(room))
        .should()
        .dependOnClassesThat(resideInAPackage(HOUSE + "..").and(not(resideInAnyPackage(known))))
        .check(PROGRAM);
  }

  /** A guard over a room that isn't there guards nothing; a room without a line is unguarded. */
  @Test
  void everyRoomHasALine() {
    Set<String> found = PROGRAM.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(rooms().map(ArrowsTest::packageOf).toList());
  }

  @Test
  void nothingPointsAtAWebRoom() {
    noClasses()
        .that()
        .resideOutsideOfPackage(HOUSE + "..web")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(HOUSE + "..web")
        .check(PROGRAM);
  }

  @Test
  void theScheduleIsPureJava() {
    classes()
        .that()
        .resideInAPackage(HOUSE + ".schedule")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            HOUSE + ".schedule",
            HOUSE + ".core",
            "java..",
            "tools.jackson..",
            "com.fasterxml.jackson.annotation",
            "org.jspecify.annotations")
        .check(PROGRAM);
  }

  private static String packageOf(String room) {
    return room.isEmpty() ? HOUSE : HOUSE + "." + room;
  }
}
