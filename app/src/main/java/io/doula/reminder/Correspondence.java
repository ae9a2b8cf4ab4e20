package io.doula.reminder;

import io.doula.core.NotFound;
import io.doula.core.Page;
import io.doula.core.Paging;
import io.doula.core.Times;
import io.doula.core.Trail;
import io.doula.core.Trail.About;
import io.doula.core.Trail.Thing;
import io.doula.core.Viewer;
import io.doula.message.Message;
import io.doula.message.MessageKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The reminders as people read them: to whom, what was said, and what became of it. */
@Component
public class Correspondence {
  private static final String LINE =
      """
      select r.id, r.mother_id, m.full_name, c.id as clinic_id, c.name as clinic,
        coalesce(m.time_zone, c.time_zone) as zone, r.kind, r.day, r.due_at, r.expires_at, r.state,
        r.channel, r.attempts, r.why, r.cancelled_by is not null as called_off,
        r.state = 'UNKNOWN' and r.claim_at = 'infinity' as held
      from reminder r
      join mother m on m.id = r.mother_id
      join clinic c on c.id = m.clinic_id
      """;

  private final JdbcClient jdbc;
  private final Reach reach;
  private final Wording wording;
  private final Trail trail;

  Correspondence(JdbcClient jdbc, Reach reach, Wording wording, Trail trail) {
    this.trail = trail;
    this.jdbc = jdbc;
    this.reach = reach;
    this.wording = wording;
  }

  /**
   * A reminder in a list.
   *
   * @param zone hers, in which its times are told
   * @param day her local day on which it goes
   * @param channel empty while none that is set up reaches her
   * @param why how it came to its state, in words
   * @param calledOff whether a person cancelled it
   * @param held whether only a receipt or a person ends it
   */
  public record Line(
      long id,
      long motherId,
      String mother,
      long clinicId,
      String clinic,
      ZoneId zone,
      MessageKind kind,
      LocalDate day,
      Instant dueAt,
      Instant expiresAt,
      State state,
      String channel,
      int attempts,
      String why,
      boolean calledOff,
      boolean held) {
    private static Line read(ResultSet row, int n) throws SQLException {
      return new Line(
          row.getLong("id"),
          row.getLong("mother_id"),
          row.getString("full_name"),
          row.getLong("clinic_id"),
          row.getString("clinic"),
          ZoneId.of(row.getString("zone")),
          MessageKind.valueOf(row.getString("kind")),
          row.getObject("day", LocalDate.class),
          row.getObject("due_at", OffsetDateTime.class).toInstant(),
          row.getObject("expires_at", OffsetDateTime.class).toInstant(),
          State.valueOf(row.getString("state")),
          row.getString("channel"),
          row.getInt("attempts"),
          row.getString("why"),
          row.getBoolean("called_off"),
          row.getBoolean("held"));
    }
  }

  /** Which reminders are wanted; null or empty means any. Both days are included. */
  public record Asked(
      Set<State> states,
      @Nullable Long clinicId,
      @Nullable Long motherId,
      @Nullable String channel,
      @Nullable LocalDate fromDay,
      @Nullable LocalDate toDay) {}

  /**
   * One try on one channel.
   *
   * @param closedAt null while it is open
   * @param outcome null while it is open; see {@link io.doula.channel.Outcome.Kind}
   * @param detail what the provider said
   * @param said the words as they left; null where they are not kept any more
   * @param language the words' (BCP 47)
   */
  public record Attempt(
      int number,
      String channel,
      Instant openedAt,
      @Nullable Instant closedAt,
      @Nullable String outcome,
      @Nullable String providerId,
      @Nullable String detail,
      @Nullable String said,
      @Nullable String language) {}

  /** What the provider said later. */
  public record Receipt(
      String channel,
      String status,
      @Nullable String failure,
      @Nullable String detail,
      Instant happenedAt) {}

  /** Words in a language (BCP 47). */
  public record Words(String text, String language) {}

  /**
   * A page of reminders of the viewer's clinics, by the time they are due.
   *
   * @param soonestFirst else the latest first
   * @throws NotFound when the clinic or the mother that is wanted is another clinic's
   */
  public Page<Line> list(
      Asked wanted, boolean soonestFirst, Paging paging, Viewer viewer, Instant now) {
    reach.check(wanted.clinicId(), wanted.motherId(), viewer);
    String sql =
        LINE
            + """
              where (:all or m.clinic_id = any(:clinics))
                and STATES
                and (cast(:channel as text) is null or r.channel = :channel)
                and (cast(:clinic as bigint) is null or m.clinic_id = :clinic)
                and (cast(:mother as bigint) is null or r.mother_id = :mother)
                and r.day >= :fromDay and r.due_at >= :from
                and r.day <= :toDay and r.due_at <= :to
                and (:after = 0 or (r.due_at, r.id) BEYOND
                  (select a.due_at, a.id from reminder a where a.id = :after))
              order by r.due_at ORDER, r.id ORDER
              limit :limit
              """
                .replace("STATES", State.asked(wanted.states()))
                .replace("BEYOND", soonestFirst ? ">" : "<")
                .replace("ORDER", soonestFirst ? "asc" : "desc");
    LocalDate from = Objects.requireNonNullElse(wanted.fromDay(), LocalDate.of(1900, 1, 1));
    LocalDate to = Objects.requireNonNullElse(wanted.toDay(), LocalDate.of(2199, 12, 31));
    Page<Line> page =
        Page.of(
            jdbc.sql(sql)
                .param("all", viewer.seesAll())
                .param("clinics", viewer.clinicArray())
                .param("channel", wanted.channel())
                .param("clinic", wanted.clinicId())
                .param("mother", wanted.motherId())
                .param("fromDay", from)
                .param("toDay", to)
                .param("from", from.minusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC))
                .param("to", to.plusDays(2).atStartOfDay().atOffset(ZoneOffset.UTC))
                .param("after", paging.after())
                .param("limit", paging.limit() + 1)
                .query(Line::read)
                .list(),
            paging,
            Line::id);
    trail.viewed(
        viewer,
        About.list(Thing.REMINDER, page.items().stream().map(Line::motherId).toList()),
        now);
    return page;
  }

  /**
   * @throws NotFound when there is none, or it is another clinic's
   */
  @Transactional
  public Letter one(long id, Viewer viewer, Instant now) {
    Line line =
        jdbc.sql(LINE + "where r.id = :id and (:all or m.clinic_id = any(:clinics))")
            .param("id", id)
            .param("all", viewer.seesAll())
            .param("clinics", viewer.clinicArray())
            .query(Line::read)
            .optional()
            .orElseThrow(() -> new NotFound("reminder"));
    trail.viewed(viewer, About.of(Thing.REMINDER, id, line.motherId()).fields("message"), now);
    return new Letter(line, attempts(id), receipts(id), asOfToday(line));
  }

  /** How many reminders of a clinic's mothers wait to go. */
  public int waiting(long clinic, Viewer viewer) {
    return jdbc.sql(
            """
            select count(*) from reminder r join mother m on m.id = r.mother_id
            where m.clinic_id = :clinic and (:all or m.clinic_id = any(:clinics))
              and r.state in ('PLANNED', 'QUEUED', 'RETRY')
            """)
        .param("clinic", clinic)
        .param("all", viewer.seesAll())
        .param("clinics", viewer.clinicArray())
        .query(Integer.class)
        .single();
  }

  private List<Attempt> attempts(long id) {
    return jdbc.sql(
            """
            select number, channel, opened_at, closed_at, outcome, provider_id, detail, said, said_in
            from attempt where reminder_id = :id order by number
            """)
        .param("id", id)
        .query(
            (row, n) ->
                new Attempt(
                    row.getInt("number"),
                    row.getString("channel"),
                    row.getObject("opened_at", OffsetDateTime.class).toInstant(),
                    Times.instant(row.getObject("closed_at", OffsetDateTime.class)),
                    row.getString("outcome"),
                    row.getString("provider_id"),
                    row.getString("detail"),
                    row.getString("said"),
                    row.getString("said_in")))
        .list();
  }

  private List<Receipt> receipts(long id) {
    return jdbc.sql(
            """
            select channel, status, failure, detail, happened_at
            from receipt where reminder_id = :id order by happened_at, id
            """)
        .param("id", id)
        .query(
            (row, n) ->
                new Receipt(
                    row.getString("channel"),
                    row.getString("status"),
                    row.getString("failure"),
                    row.getString("detail"),
                    row.getObject("happened_at", OffsetDateTime.class).toInstant()))
        .list();
  }

  /** Of what is still open; of one that has ended, of all it spoke of. */
  private @Nullable Words asOfToday(Line line) {
    List<SpokenVisit> all =
        SpokenVisit.of(jdbc, List.of(line.id())).getOrDefault(line.id(), List.of());
    List<SpokenVisit> open = all.stream().filter(SpokenVisit::open).toList();
    Person person = Person.load(jdbc, List.of(line.motherId())).get(line.motherId());
    if (all.isEmpty() || person == null) {
      return null;
    }
    Message message = wording.message(line.kind(), person, open.isEmpty() ? all : open);
    String text = line.channel().equals("email") ? message.textWithoutStop() : message.text();
    return new Words(text, message.language());
  }
}
