package io.doula.family;

import io.doula.core.FieldErrors;
import io.doula.core.Language;
import io.doula.core.Texts;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a form by the common rules and notes what is wrong with them. */
final class Fields {
  static final int LONGEST_NAME = 200;
  static final int LONGEST_CODE = 100;

  private final FieldErrors errors;

  Fields(FieldErrors errors) {
    this.errors = errors;
  }

  /** Notes a fault, if there is one. */
  void refuse(String field, @Nullable String fault) {
    if (fault != null) {
      errors.add(field, fault);
    }
  }

  /** A name that must be there; empty when it is wrong. */
  String name(String field, @Nullable String sent) {
    String name = text(field, sent, LONGEST_NAME);
    if (name != null) {
      return name;
    }
    if (Texts.clean(sent) == null) {
      errors.add(field, "is missing");
    }
    return "";
  }

  /** A text that may be left out; null when it is, or is wrong. */
  @Nullable String text(String field, @Nullable String sent, int longest) {
    String text = Texts.clean(sent);
    String fault = text == null ? null : Texts.fault(text, longest);
    refuse(field, fault);
    return fault == null ? text : null;
  }

  /** A language that may be left out; null when it is, or is wrong. */
  @Nullable String language(String field, @Nullable String sent) {
    if (sent == null) {
      return null;
    }
    String fault = Language.fault(sent);
    refuse(field, fault);
    return fault == null ? Language.tag(sent) : null;
  }

  /** A day on which something happened: there, and not in the future. */
  boolean past(String field, @Nullable LocalDate day, LocalDate today) {
    if (day == null) {
      errors.add(field, "is missing");
      return false;
    }
    if (day.isAfter(today)) {
      errors.add(field, "is in the future");
      return false;
    }
    return true;
  }
}
