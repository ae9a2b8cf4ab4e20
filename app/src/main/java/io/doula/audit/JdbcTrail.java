package io.doula.audit;

import io.doula.core.Times;
import io.doula.core.Trail;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The trail in its table. */
@Component
class JdbcTrail implements Trail {
  private final JdbcClient jdbc;

  JdbcTrail(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void enter(Deed deed, By by, About about, Instant now) {
    boolean ofNobody = about.id() == null && about.mothers().isEmpty();
    if (ofNobody && about.thing() != Thing.TRAIL) {
      return;
    }
    jdbc.sql(
            """
            insert into trail (at, actor, account_id, deed, thing, thing_id, mothers, clinic_id, fields)
            values (:now, :actor, :account, :deed, :thing, :id, :mothers,
              coalesce(cast(:clinic as bigint),
                (select clinic_id from mother where id = cast(:only as bigint))),
              :fields)
            """)
        .param("now", Times.utc(now))
        .param("actor", by.actor())
        .param("account", by.accountId())
        .param("deed", deed.name())
        .param("thing", about.thing().name())
        .param("id", about.id())
        .param("mothers", about.mothers().toArray(Long[]::new))
        .param("clinic", about.clinic())
        .param("only", about.mothers().size() == 1 ? about.mothers().get(0) : null)
        .param("fields", about.fields().toArray(String[]::new))
        .update();
  }
}
