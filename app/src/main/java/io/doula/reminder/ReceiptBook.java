package io.doula.reminder;

import io.doula.channel.Inbound;
import io.doula.channel.Inbox;
import io.doula.channel.Receipt;
import io.doula.core.Times;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Keeps what providers say later, each event once. */
@Component
class ReceiptBook implements Inbox {
  private final JdbcClient jdbc;
  private final Replies replies;

  ReceiptBook(JdbcClient jdbc, Replies replies) {
    this.jdbc = jdbc;
    this.replies = replies;
  }

  @Override
  @Transactional
  public void receipts(List<Receipt> receipts, Instant now) {
    receipts.forEach(receipt -> keep(receipt, now));
  }

  private void keep(Receipt receipt, Instant now) {
    jdbc.sql(
            """
            insert into receipt (channel, event, provider_id, status, failure, detail, happened_at, received_at)
            values (:channel, :event, :providerId, :status, :failure, :detail, :happenedAt, :now)
            on conflict (channel, event) do nothing
            """)
        .param("channel", receipt.channel())
        .param("event", receipt.event())
        .param("providerId", receipt.providerId())
        .param("status", receipt.status().name())
        .param("failure", receipt.failure() == null ? null : receipt.failure().name())
        .param("detail", receipt.detail())
        .param("happenedAt", Times.utc(receipt.happenedAt()))
        .param("now", Times.utc(now))
        .update();
  }

  @Override
  @Transactional
  public void wrote(Inbound message, Instant now) {
    if (isNew(message.channel(), message.event(), now)) {
      replies.received(message.from(), message.text(), now);
    }
  }

  @Override
  @Transactional
  public void complained(String channel, String event, String address, Instant now) {
    if (isNew(channel, event, now)) {
      replies.received(address, "STOP", now);
    }
  }

  private boolean isNew(String channel, String event, Instant now) {
    return jdbc.sql(
                """
                insert into inbound (channel, event, received_at) values (:channel, :event, :now)
                on conflict do nothing
                """)
            .param("channel", channel)
            .param("event", event)
            .param("now", Times.utc(now))
            .update()
        == 1;
  }
}
