package io.doula.core;

import java.util.Set;

/**
 * The member of staff on whose behalf a request runs; the principal of every signed-in request.
 *
 * @param clinics ids of the clinics she works in; an ADMIN sees all clinics whatever is listed
 */
public record Viewer(long accountId, String username, Role role, Set<Long> clinics) {
  public Viewer {
    clinics = Set.copyOf(clinics);
  }

  public boolean seesAll() {
    return role == Role.ADMIN;
  }

  /** Whether she may register and record; a VIEWER reads. */
  public boolean records() {
    return role != Role.VIEWER;
  }

  public boolean sees(long clinicId) {
    return seesAll() || clinics.contains(clinicId);
  }

  /** For SQL: {@code (:all or clinic_id = any(:clinics))}. */
  public Long[] clinicArray() {
    return clinics.toArray(Long[]::new);
  }
}
