package io.doula.reminder;

import io.doula.family.Mothers;
import io.doula.message.Reply;
import io.doula.message.StopWords;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What a person answers. STOP stops at once the messages of every mother who is reached on that
 * phone, also of one who shares it: nobody can tell which of them typed it, and a message too few
 * is the smaller harm.
 */
@Component
public class Replies {
  private final StopWords words = new StopWords();
  private final Mothers mothers;
  private final JdbcClient jdbc;

  Replies(Mothers mothers, JdbcClient jdbc) {
    this.mothers = mothers;
    this.jdbc = jdbc;
  }

  /**
   * What an answer did.
   *
   * @param reply null where it was no word of ours
   * @param mothers how many mothers it was applied to
   */
  public record Understood(@Nullable Reply reply, int mothers) {}

  /**
   * @param from the phone it came from, E.164
   * @param now the program's time
   */
  public Understood received(String from, String text, Instant now) {
    Reply reply = words.read(text, languageOn(from).orElse(null)).orElse(null);
    if (reply == Reply.STOP) {
      return new Understood(reply, mothers.optOutAt(from, now));
    }
    if (reply == Reply.START) {
      return new Understood(reply, mothers.optInAt(from, now));
    }
    return new Understood(null, 0);
  }

  /** The provider of mails passed a complaint on: as good as STOP. */
  Understood complained(String address, Instant now) {
    return new Understood(Reply.STOP, mothers.optOutAt(address, now));
  }

  /**
   * The language read on a phone; empty where those reached there don't all read the same, so that
   * a word which stops in one of their languages does.
   */
  private Optional<String> languageOn(String phone) {
    List<String> languages =
        jdbc.sql(
                """
                select distinct
                  coalesce(case when m.died_on is null then m.language else m.caregiver_language end, c.language)
                from mother m
                join clinic c on c.id = m.clinic_id
                where m.phone = :phone and m.died_on is null
                  or m.caregiver_phone = :phone and m.died_on is not null
                """)
            .param("phone", phone)
            .query(String.class)
            .list();
    return languages.size() == 1 ? Optional.of(languages.get(0)) : Optional.empty();
  }
}
