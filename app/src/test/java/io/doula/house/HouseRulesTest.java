package io.doula.house;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Rules of the house that a reader would otherwise have to watch over. */
class HouseRulesTest {
  private static final int LONGEST_FILE = 300;

  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.doula");

  /**
   * Sign-in lasts by real time, also where the program's clock is moved; all else asks
   * ProgramClock.
   */
  @Test
  void timeComesThroughTheDoor() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.doula.staff.SignInClock")
        .should()
        .callMethodWhere(targetOwner(resideInAPackage("java.time..")).and(target(name("now"))))
        .orShould()
        .callMethodWhere(
            targetOwner(resideInAPackage("java.time.."))
                .and(target(nameMatching("system.*|tick.*"))))
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callConstructor(java.util.Date.class)
        .check(PROGRAM);
  }

  @Test
  void everyPackageIsNullMarkedAndHasAFrontDoor() {
    assertThat(PROGRAM.stream().map(JavaClass::getPackageName).distinct())
        .isNotEmpty()
        .allSatisfy(
            room ->
                assertThat(
                        Class.forName(room + ".package-info").isAnnotationPresent(NullMarked.class))
                    .isTrue());
  }

  @Test
  void noFileIsTooLongToRead() {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<String> tooLong =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> lines(file) > LONGEST_FILE)
              .map(Path::toString)
              .toList();
      assertThat(tooLong).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
