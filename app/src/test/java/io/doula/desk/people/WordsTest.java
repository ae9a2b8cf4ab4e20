package io.doula.desk.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.http.Say;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
  /** Of two that would take a null, a template calls now the one and now the other. */
  @Test
  void aTemplateIsNeverInDoubtWhichMethodItCalls() {
    for (Class<?> called : List.of(Words.class, Say.class)) {
      assertThat(
              Arrays.stream(called.getDeclaredMethods())
                  .filter(method -> Modifier.isPublic(method.getModifiers()))
                  .filter(method -> !method.isSynthetic())
                  .map(WordsTest::nameAndParameters))
          .as(called.getSimpleName())
          .doesNotHaveDuplicates();
    }
  }

  private static String nameAndParameters(Method method) {
    return method.getName() + " of " + method.getParameterCount();
  }
}
