package io.doula.staff;

import io.doula.core.Role;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

/** How an account stands in its table. */
final class AccountRows {
  /** Of {@code account a}. */
  static final String COLUMNS =
      """
      a.id, a.username, a.role, a.enabled, a.must_change_password, a.session_epoch, a.version,
      array(select c.clinic_id from account_clinic c where c.account_id = a.id) as clinics
      """;

  private AccountRows() {}

  static Account read(ResultSet row, int number) throws SQLException {
    Array clinics = row.getArray("clinics");
    return new Account(
        row.getLong("id"),
        row.getString("username"),
        Role.valueOf(row.getString("role")),
        Set.of((Long[]) clinics.getArray()),
        row.getBoolean("enabled"),
        row.getBoolean("must_change_password"),
        row.getInt("session_epoch"),
        row.getInt("version"));
  }
}
