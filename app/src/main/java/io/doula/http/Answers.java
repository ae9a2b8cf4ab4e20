package io.doula.http;

import io.doula.core.Erased;
import io.doula.core.Ticked;
import io.doula.core.Times;
import io.doula.core.Viewer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The first answers to POSTs that carried an Idempotency-Key. */
@Repository
public class Answers {
  private static final Duration KEPT = Duration.ofDays(2);

  private final JdbcClient jdbc;

  Answers(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One kept answer.
   *
   * @param requestHash keyed hash of method, path, query and body that it answered
   */
  record Kept(
      byte[] requestHash,
      int status,
      @Nullable String contentType,
      @Nullable String etag,
      @Nullable String location,
      byte[] body) {}

  /** Forgets what was answered about these mothers: a key that is used again is a new one. */
  @EventListener
  void forget(Erased erased) {
    jdbc.sql(
            """
            delete from answer
            where case when content_type like 'application/json%' and length(body) > 0
              then (
                select told ->> 'id' = any(:mothers) and told -> 'fullName' is not null
                  or told ->> 'motherId' = any(:mothers)
                from cast(convert_from(body, 'UTF8') as jsonb) as told)
              else false end
            """)
        .param("mothers", erased.motherIds().stream().map(String::valueOf).toArray(String[]::new))
        .update();
  }

  /** Forgets answers after two days; a key that is then used again is a new one. */
  @EventListener
  void forget(Ticked tick) {
    jdbc.sql("delete from answer where at < :before")
        .param("before", Times.utc(tick.now().minus(KEPT)))
        .update();
  }

  /**
   * Takes the key for the request whose transaction this is. A twin that holds it is waited for.
   *
   * @return false when an earlier request has it
   */
  boolean take(Viewer viewer, String key, byte[] requestHash, Instant now) {
    return jdbc.sql(
                """
                insert into answer (account_id, key, request_hash, at)
                values (:account, :key, :hash, :now)
                on conflict do nothing
                """)
            .param("account", viewer.accountId())
            .param("key", key)
            .param("hash", requestHash)
            .param("now", Times.utc(now))
            .update()
        == 1;
  }

  Kept kept(Viewer viewer, String key) {
    return jdbc.sql(
            """
            select request_hash, status, content_type, etag, location, body
            from answer
            where account_id = :account and key = :key
            """)
        .param("account", viewer.accountId())
        .param("key", key)
        .query(
            (row, n) ->
                new Kept(
                    row.getBytes("request_hash"),
                    row.getInt("status"),
                    row.getString("content_type"),
                    row.getString("etag"),
                    row.getString("location"),
                    row.getBytes("body")))
        .single();
  }

  void keep(Viewer viewer, String key, Kept answer) {
    jdbc.sql(
            """
            update answer
            set status = :status, content_type = :type, etag = :etag, location = :location, body = :body
            where account_id = :account and key = :key
            """)
        .param("status", answer.status())
        .param("type", answer.contentType())
        .param("etag", answer.etag())
        .param("location", answer.location())
        .param("body", answer.body())
        .param("account", viewer.accountId())
        .param("key", key)
        .update();
  }
}
