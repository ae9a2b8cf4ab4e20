package io.doula.desk.people;

import io.doula.core.FieldErrors;
import io.doula.core.Ids;
import io.doula.core.Invalid;
import io.doula.core.PhoneNumber;
import io.doula.core.Viewer;
import io.doula.family.Babies;
import io.doula.family.BabyForm;
import io.doula.family.Clinic;
import io.doula.family.Clinics;
import io.doula.family.MotherForm;
import io.doula.family.Mothers;
import io.doula.family.People;
import io.doula.family.Pregnancies;
import io.doula.family.PregnancyForm;
import io.doula.family.Sex;
import io.doula.http.Typed;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Registers a mother with what she comes for, from one form, and changes what is kept of her. */
@Component
class Registration {
  static final String PREGNANT = "pregnant";
  static final String NOTHING = "nothing";

  /** Whoever shares the phone was seen, and she is registered all the same. */
  static final String SHARED = "shared";

  private final Mothers mothers;
  private final Pregnancies pregnancies;
  private final Babies babies;
  private final Clinics clinics;
  private final People people;

  Registration(
      Mothers mothers, Pregnancies pregnancies, Babies babies, Clinics clinics, People people) {
    this.mothers = mothers;
    this.pregnancies = pregnancies;
    this.babies = babies;
    this.clinics = clinics;
    this.people = people;
  }

  /**
   * Registers her. The caller's transaction holds it together.
   *
   * @return her id
   * @throws Invalid naming the fields that are wrong
   */
  String register(Typed typed, Viewer viewer, Instant now) {
    Sent sent = new Sent(typed);
    MotherForm her = mother(typed, sent, 0, viewer, now);
    sent.errors().require(typed.given("consent") != null, "consent", "is missing");
    String why = sent.needed("why");
    if (why.equals(PREGNANT)) {
      Pregnant.require(sent);
    } else if (!why.equals(NOTHING) && !why.isEmpty()) {
      sent.neededDay("birthDate");
    }
    sent.errors().throwIfAny();
    String id = mothers.add(her, viewer, now).mother().id();
    if (why.equals(PREGNANT)) {
      PregnancyForm dates = Pregnant.read(sent);
      sent.errors().throwIfAny();
      pregnancies.begin(Long.parseLong(id), dates, viewer, now);
    } else if (!why.equals(NOTHING)) {
      BabyForm baby = baby(sent, id);
      sent.errors().throwIfAny();
      babies.add(baby, viewer, now);
    }
    return id;
  }

  /**
   * Her own fields, as the form has them; what is wrong is noted.
   *
   * @param but her own id, where she is registered already
   */
  MotherForm mother(Typed typed, Sent sent, long but, Viewer viewer, Instant now) {
    String clinicId = sent.needed("clinicId");
    Clinic clinic =
        clinicId.isEmpty() ? null : clinics.one(Ids.inField(clinicId, "clinicId"), viewer);
    String name = sent.needed("fullName");
    return new MotherForm(
        clinicId,
        name,
        phone(sent, clinic, but, viewer, now),
        sent.text("email"),
        sent.text("language"),
        sent.text("timeZone"),
        sent.channels("channels"),
        typed.has("consent", "yes"),
        sent.text("externalId"));
  }

  private @Nullable String phone(
      Sent sent, @Nullable Clinic clinic, long but, Viewer viewer, Instant now) {
    String typed = sent.needed("phone");
    if (typed.isEmpty() || clinic == null) {
      return null;
    }
    String phone = PhoneNumber.read(typed, clinic.country());
    FieldErrors errors = sent.errors();
    if (phone == null) {
      errors.add("phone", "is not a phone number: write all its digits, as you dial it");
    } else if (!sent.yes(SHARED) && !sharing(phone, but, viewer, now).isEmpty()) {
      errors.add("phone", "is registered already: look whether she is one of these");
    }
    return phone;
  }

  /** Who else has this phone; empty where it is none. */
  List<People.AtPhone> sharing(@Nullable String phone, long but, Viewer viewer, Instant now) {
    return phone == null ? List.of() : people.atPhone(phone, but, viewer, now);
  }

  /** Who has the phone that was typed, with the clinic that was chosen. */
  List<People.AtPhone> sharing(Typed typed, long but, Viewer viewer, Instant now) {
    String clinicId = typed.value("clinicId");
    return clinicId.isEmpty()
        ? List.of()
        : sharing(
            PhoneNumber.read(
                typed.value("phone"),
                clinics.one(Ids.inField(clinicId, "clinicId"), viewer).country()),
            but,
            viewer,
            now);
  }

  static BabyForm baby(Sent sent, String motherId) {
    return new BabyForm(
        motherId,
        sent.day("birthDate"),
        sent.time("birthTime"),
        sent.text("name"),
        sent.one("sex", Sex.class),
        sent.number("birthWeightGrams"));
  }

  /** How a form says that a pregnancy is dated. */
  static final class Pregnant {
    static final String BY = "datedBy";

    private Pregnant() {}

    /** Notes a date that is missing. */
    static void require(Sent sent) {
      String by = by(sent);
      sent.neededDay(by.equals("scan") ? "scan.date" : by);
    }

    /** The form; only the way that was chosen counts, whatever stands in the other fields. */
    static PregnancyForm read(Sent sent) {
      return switch (by(sent)) {
        case "edd" -> new PregnancyForm(null, sent.day("edd"), null);
        case "scan" ->
            new PregnancyForm(
                null,
                null,
                new PregnancyForm.Scan(
                    sent.day("scan.date"),
                    sent.number("scan.weeks"),
                    Objects.requireNonNullElse(sent.number("scan.days"), 0)));
        default -> new PregnancyForm(sent.day("lmp"), null, null);
      };
    }

    private static String by(Sent sent) {
      return Objects.requireNonNullElse(sent.text(BY), "lmp");
    }
  }
}
