package io.doula.reminder;

import io.doula.channel.Outgoing;
import io.doula.message.Due;
import io.doula.message.Message;
import io.doula.message.MessageFacts;
import io.doula.message.MessageKind;
import io.doula.message.Messages;
import io.doula.message.Names;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Component;

/** Puts a claimed reminder into words, at the moment it is sent, from what is recorded then. */
@Component
class Wording {
  private final Messages messages = new Messages();

  private final Unsubscribing unsubscribing;

  Wording(Unsubscribing unsubscribing) {
    this.unsubscribing = unsubscribing;
  }

  Outgoing write(
      Course reminder, Person person, Message message, LastQuestion.Send send, Instant now) {
    return new Outgoing(
        reminder.id(),
        reminder.attempts(),
        person.id(),
        send.to(),
        message.language(),
        message.template(),
        message.parameters(),
        message.subject(),
        send.channel().equals("email") ? message.textWithoutStop() : message.text(),
        unsubscribing.link(person.id()),
        now);
  }

  Message message(MessageKind kind, Person person, List<SpokenVisit> visits) {
    LocalDate day = visits.stream().map(SpokenVisit::due).min(LocalDate::compareTo).orElseThrow();
    MessageFacts facts =
        new MessageFacts(
            Names.first(person.addressee()),
            person.clinicName(),
            kind,
            day,
            visits.stream().map(Wording::due).toList());
    return messages.render(facts, person.wantedLanguage(), person.clinicLanguage());
  }

  private static Due due(SpokenVisit visit) {
    Due.Who who = visit.babyId() == null ? Due.Who.MOTHER : Due.Who.BABY;
    return new Due(visit.babyName(), who, Due.Kind.valueOf(visit.kind()), usual(visit.vaccines()));
  }

  /**
   * A visit lists every vaccine that would serve, the usual one first; the message names that one.
   */
  private static List<String> usual(List<String> vaccines) {
    return vaccines.isEmpty() ? vaccines : vaccines.subList(0, 1);
  }
}
