package io.doula.staff;

import io.doula.core.Role;
import io.doula.core.Viewer;
import java.util.Set;

/**
 * A member of staff who may sign in.
 *
 * @param clinics ids of the clinics she works in
 * @param mustChangePassword she signs in with a password that somebody else knows, and must change
 *     it first
 * @param sessionEpoch tokens of an earlier epoch are worth nothing
 */
public record Account(
    long id,
    String username,
    Role role,
    Set<Long> clinics,
    boolean enabled,
    boolean mustChangePassword,
    int sessionEpoch,
    int version) {
  public Account {
    clinics = Set.copyOf(clinics);
  }

  public Viewer viewer() {
    return new Viewer(id, username, role, clinics);
  }
}
