package io.doula.family;

import io.doula.core.Columns;
import io.doula.core.Invalid;
import io.doula.core.NotFound;
import io.doula.core.Page;
import io.doula.core.Paging;
import io.doula.core.Times;
import io.doula.core.Viewer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Registers that people bring in on a page: the file is kept, and each request works through some
 * thousand lines of it, so that none takes long and no work goes on without one. A round that is
 * cut off is done again, which changes nothing (docs/decisions/imports.md).
 */
@Service
public class ImportRuns {
  /** As large as a form fits into a function's request, with room: it goes there in base64. */
  public static final int LARGEST = 4 * 1024 * 1024;

  /** A few seconds' work. */
  static final int LINES_AT_ONCE = 4000;

  /** A round that takes longer than this has died. */
  private static final Duration LONGEST_ROUND = Duration.ofMinutes(2);

  /** A file that nobody goes on with is not kept: people stand in it. */
  private static final Duration KEPT = Duration.ofDays(7);

  private static final String RUN =
      """
      i.id, i.account_id, a.username, i.begun_at, i.ended_at, i.lines, i.done, i.accepted,
      i.unchanged, i.refused, i.file is not null as kept
      """;

  private final JdbcClient jdbc;
  private final Imports imports;
  private final TransactionTemplate transaction;

  ImportRuns(JdbcClient jdbc, Imports imports, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.imports = imports;
    this.transaction = transaction;
  }

  /**
   * One register on its way in, or come in.
   *
   * @param by who brought it
   * @param endedAt null while lines of it wait
   * @param lines it has, and {@code done} of them are
   * @param kept whether the file is, so that the rest can follow
   */
  public record Run(
      long id,
      long accountId,
      String by,
      Instant begunAt,
      @Nullable Instant endedAt,
      int lines,
      int done,
      int accepted,
      int unchanged,
      int refused,
      boolean kept) {
    private static Run read(ResultSet row, int n) throws SQLException {
      return new Run(
          row.getLong("id"),
          row.getLong("account_id"),
          row.getString("username"),
          row.getObject("begun_at", OffsetDateTime.class).toInstant(),
          Times.instant(row.getObject("ended_at", OffsetDateTime.class)),
          row.getInt("lines"),
          row.getInt("done"),
          row.getInt("accepted"),
          row.getInt("unchanged"),
          row.getInt("refused"),
          row.getBoolean("kept"));
    }

    /** Whether this viewer can let it go on: it is hers. */
    public boolean goesOnFor(Viewer viewer) {
      return endedAt == null && kept && accountId == viewer.accountId();
    }
  }

  /**
   * Keeps a register; nothing of it is stored yet.
   *
   * @return its id
   * @throws Invalid when the header is wrong, or there is no line below it
   */
  public long begin(byte[] csv, Viewer viewer, Instant now) {
    int lines = count(csv);
    if (lines == 0) {
      throw new Invalid("", "the file has no line below the one that names the columns");
    }
    forget(now);
    return jdbc.sql(
            """
            insert into import_run (account_id, begun_at, file, lines)
            values (:account, :now, :file, :lines)
            returning id
            """)
        .param("account", viewer.accountId())
        .param("now", Times.utc(now))
        .param("file", csv)
        .param("lines", lines)
        .query(Long.class)
        .single();
  }

  private int count(byte[] csv) {
    try {
      return imports.count(new ByteArrayInputStream(csv));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void forget(Instant now) {
    jdbc.sql("update import_run set file = null where file is not null and begun_at < :before")
        .param("before", Times.utc(now.minus(KEPT)))
        .update();
  }

  /** The lines that are next in turn. */
  private record Round(byte[] file, int done, int lines) {}

  /**
   * Works through the next lines. When somebody is at it already, or all is done, it does nothing.
   *
   * @throws NotFound when there is none, or it is somebody else's
   */
  public Run goOn(long id, Viewer viewer, Instant now) {
    if (one(id, viewer).accountId() != viewer.accountId()) {
      throw new NotFound("import");
    }
    Round round = take(id, now);
    if (round != null) {
      try {
        ImportResult result =
            imports.part(
                new ByteArrayInputStream(round.file),
                round.done,
                LINES_AT_ONCE,
                now,
                viewer,
                (bytes, lines) -> {});
        transaction.executeWithoutResult(status -> keep(id, round, result, now));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return one(id, viewer);
  }

  private @Nullable Round take(long id, Instant now) {
    return jdbc.sql(
            """
            update import_run set held_until = :until
            where id = :id and file is not null and (held_until is null or held_until < :now)
            returning file, done, lines
            """)
        .param("until", Times.utc(now.plus(LONGEST_ROUND)))
        .param("now", Times.utc(now))
        .param("id", id)
        .query((row, n) -> new Round(row.getBytes("file"), row.getInt("done"), row.getInt("lines")))
        .optional()
        .orElse(null);
  }

  private void keep(long id, Round round, ImportResult result, Instant now) {
    int done = Math.min(round.lines, round.done + LINES_AT_ONCE);
    boolean isEnd = done == round.lines;
    int changed =
        jdbc.sql(
                """
                update import_run
                set done = :done, accepted = accepted + :accepted, unchanged = unchanged + :unchanged,
                  refused = refused + :refused, held_until = null,
                  ended_at = case when :end then cast(:now as timestamptz) end,
                  file = case when :end then null else file end
                where id = :id and done = :before
                """)
            .param("done", done)
            .param("accepted", result.accepted())
            .param("unchanged", result.unchanged())
            .param("refused", result.rejected().size())
            .param("end", isEnd)
            .param("now", Times.utc(now))
            .param("id", id)
            .param("before", round.done)
            .update();
    if (changed == 1) {
      write(id, result.rejected());
    }
  }

  private void write(long id, List<ImportResult.Rejected> rejected) {
    jdbc.sql(
            """
            insert into import_refusal (import_run_id, line, column_name, message)
            select :id, r.line, r.column_name, r.message
            from unnest(:lines::int[], :columns::text[], :messages::text[])
              as r (line, column_name, message)
            """)
        .param("id", id)
        .param("lines", Columns.of(rejected, ImportResult.Rejected::line))
        .param("columns", Columns.of(rejected, ImportResult.Rejected::column))
        .param("messages", Columns.of(rejected, ImportResult.Rejected::message))
        .update();
  }

  /**
   * @throws NotFound when there is none; somebody else's is an ADMIN's to see alone
   */
  public Run one(long id, Viewer viewer) {
    return jdbc.sql(
            "select "
                + RUN
                + """
                  from import_run i join account a on a.id = i.account_id
                  where i.id = :id and (:all or i.account_id = :account)
                  """)
        .param("id", id)
        .param("all", viewer.seesAll())
        .param("account", viewer.accountId())
        .query(Run::read)
        .optional()
        .orElseThrow(() -> new NotFound("import"));
  }

  /** Those that the viewer brought, an ADMIN everybody's; the latest first. */
  public Page<Run> list(Viewer viewer, Paging paging) {
    return Page.of(
        jdbc.sql(
                "select "
                    + RUN
                    + """
                      from import_run i join account a on a.id = i.account_id
                      where (:all or i.account_id = :account) and (:after = 0 or i.id < :after)
                      order by i.id desc limit :limit
                      """)
            .param("all", viewer.seesAll())
            .param("account", viewer.accountId())
            .param("after", paging.after())
            .param("limit", paging.limit() + 1)
            .query(Run::read)
            .list(),
        paging,
        Run::id);
  }

  /**
   * The lines that were refused, by line.
   *
   * @throws NotFound as {@link #one}
   */
  public List<ImportResult.Rejected> refusals(long id, Viewer viewer, int most) {
    one(id, viewer);
    return jdbc.sql(
            """
            select line, column_name, message from import_refusal
            where import_run_id = :id order by line limit :most
            """)
        .param("id", id)
        .param("most", most)
        .query(
            (row, n) ->
                new ImportResult.Rejected(
                    row.getInt("line"), row.getString("column_name"), row.getString("message")))
        .list();
  }
}
