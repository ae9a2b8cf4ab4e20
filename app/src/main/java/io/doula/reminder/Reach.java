package io.doula.reminder;

import io.doula.core.NotFound;
import io.doula.core.Viewer;
import io.doula.family.Clinics;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whether what a list is narrowed to is there for the viewer. */
@Component
class Reach {
  private final Clinics clinics;
  private final JdbcClient jdbc;

  Reach(Clinics clinics, JdbcClient jdbc) {
    this.clinics = clinics;
    this.jdbc = jdbc;
  }

  /**
   * @throws NotFound when the viewer works in no such clinic, or none that has such a mother
   */
  void check(@Nullable Long clinic, @Nullable Long mother, Viewer viewer) {
    if (clinic != null) {
      clinics.one(clinic, viewer);
    }
    if (mother != null && !isThere(mother, viewer)) {
      throw new NotFound("mother");
    }
  }

  private boolean isThere(long mother, Viewer viewer) {
    return jdbc.sql(
            """
            select exists (
              select from mother where id = :id and (:all or clinic_id = any(:clinics)))
            """)
        .param("id", mother)
        .param("all", viewer.seesAll())
        .param("clinics", viewer.clinicArray())
        .query(Boolean.class)
        .single();
  }
}
