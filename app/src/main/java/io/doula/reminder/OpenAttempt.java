package io.doula.reminder;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * An attempt that a dead worker left open: it may have been made.
 *
 * @param epoch the claim under which it is settled now
 */
record OpenAttempt(long reminderId, int number, String channel, int epoch) {
  static OpenAttempt read(ResultSet row, int n) throws SQLException {
    return new OpenAttempt(
        row.getLong("id"), row.getInt("attempts"), row.getString("channel"), row.getInt("epoch"));
  }
}
