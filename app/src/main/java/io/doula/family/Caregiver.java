package io.doula.family;

import io.doula.core.FieldErrors;
import io.doula.core.PhoneNumber;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who gets the messages about a mother's living babies after her death. Null language: the
 * clinic's.
 */
public record Caregiver(String fullName, String phone, @Nullable String language) {

  /**
   * A caregiver as she is sent.
   *
   * @param consent must be true: without it nobody is messaged, so that there is nothing to record
   */
  public record Form(
      @Nullable String fullName,
      @Nullable String phone,
      @Nullable String language,
      @Nullable Boolean consent) {

    Caregiver read(FieldErrors errors) {
      Fields fields = new Fields(errors);
      String name = fields.name("caregiver.fullName", fullName);
      fields.refuse("caregiver.phone", PhoneNumber.fault(phone));
      String tag = fields.language("caregiver.language", language);
      errors.require(
          Boolean.TRUE.equals(consent), "caregiver.consent", "must be true: she is asked first");
      return new Caregiver(name, Objects.requireNonNullElse(phone, ""), tag);
    }
  }
}
