package io.doula.family;

import io.doula.core.Conflict;
import io.doula.core.Trail;
import io.doula.core.Trail.About;
import io.doula.core.Trail.Thing;
import io.doula.core.Viewer;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Losses and deaths that were told by mistake, taken back: what follows from the facts is worked
 * out anew, so that messages which were cancelled are there again.
 */
@Service
public class Mistakes {
  private final JdbcClient jdbc;
  private final Locks locks;
  private final Families families;
  private final ContactTable contacts;
  private final Trail trail;

  Mistakes(JdbcClient jdbc, Locks locks, Families families, ContactTable contacts, Trail trail) {
    this.jdbc = jdbc;
    this.locks = locks;
    this.families = families;
    this.contacts = contacts;
    this.trail = trail;
  }

  /**
   * Takes back the end of a pregnancy: it goes on as before.
   *
   * @throws io.doula.core.NotFound when there is none, or not in the viewer's clinics
   * @throws Conflict when it goes on anyway, when a birth or a postnatal contact hangs on its end,
   *     or when she has another open pregnancy or has died
   */
  @Transactional
  public void takeBackEnd(long pregnancyId, Viewer viewer, Instant now) {
    LockedMother mother = locks.motherOfPregnancy(pregnancyId, viewer, now);
    Family family = families.of(mother);
    PregnancyRow pregnancy = family.pregnancy(pregnancyId);
    boolean stands =
        pregnancy.isOpen()
            || pregnancy.dating() == null
            || !family.babiesOf(pregnancyId).isEmpty()
            || !contacts.ofPregnancy(pregnancyId, ContactTable.POSTNATAL).isEmpty();
    if (stands) {
      throw new Conflict(
          "this end can't be taken back: take back first what was recorded after it, the babies"
              + " and her own contacts");
    }
    if (mother.diedOn() != null || family.openPregnancy().isPresent()) {
      throw new Conflict("this end can't be taken back: she has another pregnancy, or has died");
    }
    family.change(pregnancy.reopened());
    trail.changed(
        viewer,
        About.of(Thing.PREGNANCY, pregnancyId, mother.id()).fields("outcome", "endedOn"),
        now);
    write(mother, family, now);
  }

  /**
   * Takes back a baby's death; when it lives, nothing changes.
   *
   * @throws io.doula.core.NotFound when there is none, or not in the viewer's clinics
   */
  @Transactional
  public void takeBackBabysDeath(long babyId, Viewer viewer, Instant now) {
    LockedMother mother = locks.motherOfBaby(babyId, viewer, now);
    Family family = families.of(mother);
    BabyRow baby = family.baby(babyId);
    if (baby.diedOn() != null) {
      family.change(baby.died(null));
      trail.changed(viewer, About.of(Thing.BABY, babyId, mother.id()).fields("diedOn"), now);
      write(mother, family, now);
    }
  }

  /**
   * Takes back a mother's death; when she lives, nothing changes. Where a caregiver had taken over,
   * what she had said about messages is not known any more: she gets none until she is asked again.
   *
   * @throws io.doula.core.NotFound when there is none, or not in the viewer's clinics
   */
  @Transactional
  public void takeBackMothersDeath(long motherId, Viewer viewer, Instant now) {
    LockedMother mother = locks.mother(motherId, viewer, now);
    if (mother.diedOn() == null) {
      return;
    }
    jdbc.sql(
            """
            update mother set died_on = null, caregiver_name = null, caregiver_phone = null,
              caregiver_language = null, consent = consent and caregiver_name is null,
              consent_at = case when caregiver_name is null then consent_at end,
              version = version + 1
            where id = :id
            """)
        .param("id", motherId)
        .update();
    trail.changed(viewer, About.mother(motherId).fields("diedOn", "caregiver", "consent"), now);
    families.changed(motherId, now);
  }

  private void write(LockedMother mother, Family family, Instant now) {
    families.write(List.of(family), now);
    families.changed(mother.id(), now);
  }
}
