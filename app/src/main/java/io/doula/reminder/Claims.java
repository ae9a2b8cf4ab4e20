package io.doula.reminder;

import io.doula.channel.Outgoing;
import io.doula.core.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes what is due so that no other worker has it. Claim, last question and intent are one
 * transaction, and it is over before anything is sent.
 */
@Component
class Claims {
  private final JdbcClient jdbc;
  private final Wording wording;
  private final DeliverySettings settings;

  Claims(JdbcClient jdbc, Wording wording, DeliverySettings settings) {
    this.jdbc = jdbc;
    this.wording = wording;
    this.settings = settings;
  }

  /** How many reminders were claimed, and what is to be sent of them now. */
  record Batch(int claimed, List<Intent> intents) {}

  /**
   * Claims reminders that are due at {@code now}, oldest first, and opens an attempt on each that
   * may be sent.
   *
   * @param channels the channels that can send
   */
  @Transactional
  public Batch takeDue(Instant now, int limit, Set<String> channels) {
    List<Claimed> claimed = claimDue(now, limit);
    if (claimed.isEmpty()) {
      return new Batch(0, List.of());
    }
    Map<Long, Person> people =
        Person.load(jdbc, claimed.stream().map(Claimed::motherId).collect(Collectors.toSet()));
    Map<Long, List<SpokenVisit>> visits =
        SpokenVisit.of(jdbc, claimed.stream().map(Claimed::id).toList());
    List<Intent> intents = new ArrayList<>();
    for (Claimed reminder : claimed) {
      Person person = Objects.requireNonNull(people.get(reminder.motherId()));
      List<SpokenVisit> spoken = visits.getOrDefault(reminder.id(), List.of());
      LastQuestion.Answer answer = LastQuestion.ask(reminder, person, spoken, channels, now);
      if (answer instanceof LastQuestion.Send send) {
        intents.add(open(reminder, person, send, now));
      } else if (answer instanceof LastQuestion.Later later) {
        postpone(reminder, later);
      } else if (answer instanceof LastQuestion.End end) {
        end(reminder, end, now);
      }
    }
    return new Batch(claimed.size(), intents);
  }

  /**
   * A mother whose visits wait to be derived anew is passed over: what the reminder says may be out
   * of date.
   */
  private List<Claimed> claimDue(Instant now, int limit) {
    return jdbc.sql(
            """
            with picked as (
              select r.id
              from reminder r
              join mother m on m.id = r.mother_id
              where r.state in ('PLANNED', 'QUEUED', 'RETRY') and r.claim_at <= :now and m.replan_at > :now
              order by r.claim_at, r.id
              limit :limit
              for update of r skip locked)
            update reminder r
            set state = 'SENDING', epoch = r.epoch + 1, lease_until = :leaseUntil
            from picked
            where r.id = picked.id
            returning r.id, r.mother_id, r.kind, r.expires_at, r.epoch, r.attempts
            """)
        .param("now", Times.utc(now))
        .param("limit", limit)
        .param("leaseUntil", Times.utc(now.plus(settings.lease())))
        .query(Claimed::read)
        .list();
  }

  /** Claims attempts whose worker let its lease lapse, for settling. */
  @Transactional
  public List<OpenAttempt> takeLapsed(Instant now, int limit) {
    return jdbc.sql(
            """
            with picked as (
              select id
              from reminder
              where state = 'SENDING' and lease_until <= :now
              order by lease_until
              limit :limit
              for update skip locked)
            update reminder r
            set epoch = r.epoch + 1, lease_until = :leaseUntil
            from picked
            where r.id = picked.id
            returning r.id, r.attempts, r.channel, r.epoch
            """)
        .param("now", Times.utc(now))
        .param("limit", limit)
        .param("leaseUntil", Times.utc(now.plus(settings.lease())))
        .query(OpenAttempt::read)
        .list();
  }

  private Intent open(Claimed reminder, Person person, LastQuestion.Send send, Instant now) {
    int number = reminder.attempts() + 1;
    jdbc.sql(
            """
            with opened as (
              insert into attempt (reminder_id, number, channel, epoch, opened_at)
              values (:id, :number, :channel, :epoch, :now))
            update reminder set attempts = :number, channel = :channel where id = :id
            """)
        .param("id", reminder.id())
        .param("number", number)
        .param("channel", send.channel())
        .param("epoch", reminder.epoch())
        .param("now", Times.utc(now))
        .update();
    Outgoing message = wording.write(reminder, number, person, send, now);
    return new Intent(reminder.epoch(), send.channel(), message);
  }

  private void postpone(Claimed reminder, LastQuestion.Later later) {
    jdbc.sql(
            """
            update reminder
            set state = case when attempts = 0 then 'PLANNED' else 'RETRY' end,
                lease_until = null, claim_at = :at, why = :why
            where id = :id
            """)
        .param("at", Times.utc(later.at()))
        .param("why", later.why())
        .param("id", reminder.id())
        .update();
  }

  private void end(Claimed reminder, LastQuestion.End end, Instant now) {
    jdbc.sql(
            """
            update reminder set state = :state, why = :why, lease_until = null, ended_at = :now
            where id = :id
            """)
        .param("state", end.state().name())
        .param("why", end.why())
        .param("now", Times.utc(now))
        .param("id", reminder.id())
        .update();
  }
}
