package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.message.Reply;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.MovedClock;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** "Acha" is "stop" in Swahili and "good" in Hindi. */
@DoulaTest
class RepliesTest {
  private static final String PHONE = "+254700000777";

  @Autowired Families families;
  @Autowired Replies replies;
  @Autowired MovedClock clock;

  @Test
  void anEverydayWordOfAReadersLanguageStopsNothing() {
    reading("hi");
    assertThat(replies.received(PHONE, "Acha", clock.now()).reply()).isNull();
  }

  @Test
  void onASharedPhoneAWordThatStopsInOneOfTheLanguagesStops() {
    reading("hi");
    reading("sw");
    assertThat(replies.received(PHONE, "Acha", clock.now()))
        .isEqualTo(new Replies.Understood(Reply.STOP, 2));
  }

  @Test
  void aCaregiversAnswerIsReadInHerLanguage() {
    long mother = reading("sw");
    families.change(
        mother,
        """
        update mother
        set phone = '+254700000778', died_on = '2026-03-01', caregiver_name = 'Sunita',
          caregiver_phone = :phone, caregiver_language = 'hi'
        where id = :id
        """,
        "phone",
        PHONE,
        "id",
        mother);
    assertThat(replies.received(PHONE, "Acha", clock.now()).reply()).isNull();
    assertThat(replies.received(PHONE, "STOP", clock.now()).mothers()).isEqualTo(1);
  }

  private long reading(String language) {
    long mother = families.mother(families.clinic(), PHONE);
    families.change(
        mother,
        "update mother set language = :language where id = :id",
        "language",
        language,
        "id",
        mother);
    return mother;
  }
}
