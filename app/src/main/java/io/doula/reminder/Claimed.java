package io.doula.reminder;

import io.doula.message.MessageKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * A reminder that this worker holds until the lease ends.
 *
 * @param epoch the number of this claim; a later update that names an older one changes nothing
 * @param attempts how many attempts were opened on it before
 */
record Claimed(
    long id, long motherId, MessageKind kind, Instant expiresAt, int epoch, int attempts) {

  static Claimed read(ResultSet row, int n) throws SQLException {
    return new Claimed(
        row.getLong("id"),
        row.getLong("mother_id"),
        MessageKind.valueOf(row.getString("kind")),
        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
        row.getInt("epoch"),
        row.getInt("attempts"));
  }
}
