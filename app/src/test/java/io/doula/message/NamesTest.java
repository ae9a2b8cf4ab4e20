package io.doula.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  @ParameterizedTest
  @CsvSource({
    "Amina Otieno, Amina",
    "Amina, Amina",
    "'  Amina\tOtieno ', Amina",
    "Mrs. Amina Otieno, Amina",
    "Mrs Otieno, Otieno",
    "Dr, Dr",
    "K. Lakshmi, Lakshmi",
    "K Lakshmi Devi, Lakshmi",
    "K. R., K.",
    "श्रीमती सीता देवी, सीता",
    "ፀሐይ Chebet, ፀሐይ",
    "李 娜, 李",
    "Maria-José dos Santos, Maria-José",
    "N’Diaye Fatou, N'Diaye",
    "Zoë, Zoë"
  })
  void theFirstNameIsTheFirstWordThatIsAName(String full, String first) {
    assertThat(Names.first(full)).isEqualTo(first);
  }

  @Test
  void aNameOfOnlyInvisibleCharactersIsEmpty() {
    assertThat(Names.first("\u200B\u202E \u0007")).isEmpty();
    assertThat(Names.first("")).isEmpty();
  }

  @Test
  void joinersStayInsideAWordThatNeedsThem() {
    assertThat(Names.clean("क्\u200Dष")).isEqualTo("क्\u200Dष");
  }

  @Test
  void aCutNeverSplitsWhatAReaderSeesAsOne() {
    assertThat(Names.cut("ab", 3)).isEqualTo("ab");
    assertThat(Names.cut("e\u0301e\u0301e\u0301", 2)).isEqualTo("e\u0301e\u0301");
    assertThat(Names.cut("👩🏽👩🏽👩🏽", 2)).isEqualTo("👩🏽👩🏽");
    assertThat(Names.cut("निशानिशा", 2)).isEqualTo("निशा");
    assertThat(Names.cut("ab cd", 3)).isEqualTo("ab");
  }

  @Test
  void marksPiledOnOneLetterAreCutToo() {
    assertThat(Names.cut("a" + "\u0301".repeat(1000), 40)).hasSize(160);
    assertThat(Names.cut("ab" + "\u0301".repeat(1000), 40)).isEqualTo("a");
    assertThat(Names.cut("a" + "\u0301".repeat(158) + "\uD834\uDD67".repeat(9), 40)).hasSize(159);
  }
}
