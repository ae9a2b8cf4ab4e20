package io.doula.reminder;

import io.doula.channel.Inbound;
import io.doula.channel.Inbox;
import io.doula.channel.Outcome;
import io.doula.channel.Receipt;
import io.doula.core.Times;
import io.doula.family.Mothers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes what providers say later: each event is kept once, and moves its reminder forward. */
@Component
class ReceiptBook implements Inbox {
  private static final Logger log = LoggerFactory.getLogger(ReceiptBook.class);

  /** An event is known again by its hash: some providers' ids hold the phone. */
  private static final String EVENT = "encode(sha256(convert_to(:event, 'UTF8')), 'hex')";

  private final JdbcClient jdbc;
  private final Courses courses;
  private final Channels channels;
  private final Mothers mothers;
  private final Replies replies;
  private final DeliverySettings settings;
  private final TransactionTemplate transaction;
  private final Measures measures;

  ReceiptBook(
      JdbcClient jdbc,
      Courses courses,
      Channels channels,
      Mothers mothers,
      Replies replies,
      DeliverySettings settings,
      TransactionTemplate transaction,
      Measures measures) {
    this.measures = measures;
    this.transaction = transaction;
    this.jdbc = jdbc;
    this.courses = courses;
    this.channels = channels;
    this.mothers = mothers;
    this.replies = replies;
    this.settings = settings;
  }

  /**
   * Each in a transaction of its own, whatever becomes of the others; when all are sent again,
   * those that were taken are known.
   */
  @Override
  public void receipts(List<Receipt> receipts, Instant now) {
    List<RuntimeException> faults = new ArrayList<>();
    for (Receipt receipt : receipts) {
      try {
        transaction.executeWithoutResult(status -> receipt(receipt, now));
      } catch (RuntimeException e) {
        faults.add(e);
      }
    }
    if (!faults.isEmpty()) {
      log.error("{} of {} receipts could not be taken", faults.size(), receipts.size());
      throw faults.get(0);
    }
  }

  private void receipt(Receipt receipt, Instant now) {
    Optional<Attempted> attempted = attempted(receipt);
    if (keep(receipt, attempted.orElse(null), now)) {
      measures.received(receipt.channel(), receipt.status());
      attempted.ifPresent(known -> apply(receipt, known, now));
    }
  }

  /** Which attempt a receipt speaks of. */
  private record Attempted(long reminderId, int number) {}

  /** By the correlation id, which is there before any answer is; else by the provider's own id. */
  private Optional<Attempted> attempted(Receipt receipt) {
    Optional<Attempted> named = named(receipt.correlation());
    if (named.isPresent() || receipt.providerId() == null) {
      return named;
    }
    return jdbc.sql(
            """
            select reminder_id, number from attempt
            where channel = :channel and provider_id = :providerId
            order by opened_at desc, id desc
            limit 1
            """)
        .param("channel", receipt.channel())
        .param("providerId", receipt.providerId())
        .query(Attempted.class)
        .optional();
  }

  private static Optional<Attempted> named(@Nullable String correlation) {
    if (correlation == null || !correlation.matches("[0-9]{1,18}:[1-9][0-9]{0,3}")) {
      return Optional.empty();
    }
    int colon = correlation.indexOf(':');
    return Optional.of(
        new Attempted(
            Long.parseLong(correlation.substring(0, colon)),
            Integer.parseInt(correlation.substring(colon + 1))));
  }

  /** True when this event is new. */
  private boolean keep(Receipt receipt, @Nullable Attempted attempted, Instant now) {
    return jdbc.sql(
                """
                insert into receipt (channel, event, reminder_id, number, status, failure, detail,
                  happened_at, received_at)
                values (:channel, %s, :reminderId, :number, :status, :failure, :detail,
                  :happenedAt, :now)
                on conflict (channel, event) do nothing
                """
                    .formatted(EVENT))
            .param("channel", receipt.channel())
            .param("event", receipt.event())
            .param("reminderId", attempted == null ? null : attempted.reminderId)
            .param("number", attempted == null ? null : attempted.number)
            .param("status", receipt.status().name())
            .param("failure", receipt.failure() == null ? null : receipt.failure().name())
            .param("detail", receipt.detail())
            .param("happenedAt", Times.utc(receipt.happenedAt()))
            .param("now", Times.utc(now))
            .update()
        == 1;
  }

  /**
   * What is locked, in the order of everywhere: she, where more than the reminder is written; the
   * reminder; what is blocked.
   */
  private void apply(Receipt receipt, Attempted attempted, Instant now) {
    boolean failed = receipt.status() == Receipt.Status.FAILED;
    List<String> ways = failed ? learn(receipt, attempted, now) : List.of();
    Optional<Course> found = lock(attempted.reminderId);
    if (found.isEmpty()) {
      log.atWarn()
          .addKeyValue("reminder", attempted.reminderId)
          .addKeyValue("attempt", attempted.number)
          .addKeyValue("channel", receipt.channel())
          .log("a receipt names a reminder that is not there");
      return;
    }
    note(receipt, attempted, now);
    Course course = found.get();
    List<String> others =
        ways.stream()
            .filter(way -> !way.equals(course.channel()) && !course.passed().contains(way))
            .toList();
    course
        .with(attempted.number)
        .after(receipt, attempted.number, others, settings.receiptWait(), now)
        .ifPresent(after -> courses.write(List.of(new Courses.Step(course, after, now))));
    if (receipt.failure() == Outcome.Kind.BLOCKED && receipt.scope() != null) {
      Blocks.stand(jdbc, receipt.channel(), receipt.scope(), String.valueOf(receipt.detail()), now);
    }
  }

  private Optional<Course> lock(long reminderId) {
    return jdbc.sql("select " + Courses.COLUMNS + "from reminder r where r.id = :id for update")
        .param("id", reminderId)
        .query((row, n) -> Courses.read(row))
        .optional();
  }

  /**
   * What the attempt came to. After a restore it may be one that the tables forgot; its number is
   * not given again. What else of the reminder is open belongs to a call whose answer no longer
   * matters. The reminder is locked, so whether she was erased is seen; a provider's id may hold
   * her phone.
   */
  private void note(Receipt receipt, Attempted attempted, Instant now) {
    jdbc.sql("update reminder set attempts = :number where id = :id and attempts < :number")
        .param("id", attempted.reminderId)
        .param("number", attempted.number)
        .update();
    jdbc.sql(
            """
            insert into attempt as a (reminder_id, number, channel, epoch, opened_at, closed_at, outcome,
              provider_id, detail)
            select id, :number, :channel, 0, :happenedAt, :now, :outcome,
              case when erased then null else cast(:providerId as text) end, :detail
            from reminder where id = :id
            on conflict (reminder_id, number) do update
            set outcome = excluded.outcome, closed_at = coalesce(a.closed_at, excluded.closed_at),
                provider_id = coalesce(a.provider_id, excluded.provider_id), detail = excluded.detail
            where coalesce(array_position(array['ACCEPTED', 'SENT', 'FAILED', 'DELIVERED', 'READ'], a.outcome), 0)
              < array_position(array['ACCEPTED', 'SENT', 'FAILED', 'DELIVERED', 'READ'], excluded.outcome)
            """)
        .param("id", attempted.reminderId)
        .param("number", attempted.number)
        .param("channel", receipt.channel())
        .param("happenedAt", Times.utc(receipt.happenedAt()))
        .param("now", Times.utc(now))
        .param("outcome", receipt.status().name())
        .param("providerId", receipt.providerId())
        .param("detail", receipt.detail())
        .update();
  }

  /**
   * What a failure says about more than its own message.
   *
   * @return the channels that reach her
   */
  private List<String> learn(Receipt receipt, Attempted attempted, Instant now) {
    Person person = addressee(attempted.reminderId).orElse(null);
    if (person == null) {
      return List.of();
    }
    String why = String.valueOf(receipt.detail());
    if (receipt.failure() == Outcome.Kind.UNREACHABLE) {
      person
          .addressOn(receipt.channel())
          .ifPresent(
              address ->
                  Unreachable.remember(jdbc, person.id(), receipt.channel(), address, why, now));
    } else if (receipt.failure() == Outcome.Kind.STOPPED) {
      mothers.optOutByHer(person.id(), now);
    }
    return person.ways(channels.names(), List.of());
  }

  private Optional<Person> addressee(long reminderId) {
    return jdbc.sql("select mother_id from reminder where id = :id")
        .param("id", reminderId)
        .query(Long.class)
        .optional()
        .map(mother -> Person.load(jdbc, Set.of(mother)).get(mother));
  }

  @Override
  @Transactional
  public void wrote(Inbound message, Instant now) {
    if (isNew(message.channel(), message.event(), now)) {
      Replies.Understood understood = replies.received(message.from(), message.text(), now);
      understoodAs(message.channel(), message.event(), understood);
    }
  }

  @Override
  @Transactional
  public void complained(String channel, String event, String address, Instant now) {
    if (isNew(channel, event, now)) {
      understoodAs(channel, event, replies.complained(address, now));
    }
  }

  private boolean isNew(String channel, String event, Instant now) {
    return jdbc.sql(
                """
                insert into inbound (channel, event, received_at) values (:channel, %s, :now)
                on conflict do nothing
                """
                    .formatted(EVENT))
            .param("channel", channel)
            .param("event", event)
            .param("now", Times.utc(now))
            .update()
        == 1;
  }

  private void understoodAs(String channel, String event, Replies.Understood understood) {
    jdbc.sql(
            """
            update inbound set understood = :understood where channel = :channel and event = %s
            """
                .formatted(EVENT))
        .param("understood", understood.reply() == null ? null : understood.reply().name())
        .param("channel", channel)
        .param("event", event)
        .update();
  }
}
