package io.doula.staff;

import io.doula.core.FieldErrors;
import io.doula.core.Role;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an ADMIN says about an account.
 *
 * @param username 2 to 60 of a-z, A-Z, 0-9, dot, underscore, hyphen and at sign, beginning with a
 *     letter or digit
 */
public record AccountForm(String username, Role role, Set<Long> clinics, boolean enabled) {
  private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{1,59}");

  public AccountForm {
    clinics = Set.copyOf(clinics);
  }

  /** Adds what is wrong. */
  public static void check(@Nullable String username, @Nullable Role role, FieldErrors errors) {
    errors
        .require(
            username != null && USERNAME.matcher(username).matches(),
            "username",
            "must be 2 to 60 letters, digits, dots, underscores, hyphens or at signs, and begin"
                + " with a letter or digit")
        .require(role != null, "role", "must be one of ADMIN, NURSE, VIEWER");
  }
}
