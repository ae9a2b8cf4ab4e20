package io.doula.staff.web;

import io.doula.core.Invalid;
import io.doula.staff.Account;
import io.doula.staff.SignInClock;
import io.doula.staff.SignIns;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether whoever changes a password through the API is its owner: she signed in just now, or tells
 * the password that she has. A token that was found lying about is neither.
 */
@Component
class OwnPassword {
  /** What a PATCH proves it by. */
  static final String FIELD = "currentPassword";

  private static final Duration JUST_NOW = Duration.ofMinutes(15);

  private final SignIns signIns;
  private final SignInClock clock;

  OwnPassword(SignIns signIns, SignInClock clock) {
    this.signIns = signIns;
    this.clock = clock;
  }

  /** Takes what was told out of the body, so that the rest is what changes. */
  static @Nullable String takenFrom(JsonNode sent) {
    JsonNode told = sent instanceof ObjectNode body ? body.remove(FIELD) : null;
    if (told == null || told.isNull()) {
      return null;
    }
    if (!told.isString()) {
      throw new Invalid(FIELD, "must be a text");
    }
    return told.asString();
  }

  /**
   * One that is told counts as a try to sign in, and has to be right also where none is needed. Not
   * to be called in a transaction: what it counts stays counted.
   *
   * @throws Invalid naming currentPassword
   * @throws io.doula.staff.TooManySignIns when there were too many tries
   */
  void require(Account account, @Nullable String told, HttpServletRequest request) {
    Instant now = clock.now();
    if (told != null) {
      if (!signIns.isPassword(account, told, request.getRemoteAddr(), now)) {
        throw new Invalid(FIELD, "is not your current password");
      }
    } else if (!signedInAfter(now.minus(JUST_NOW))) {
      throw new Invalid(FIELD, "is missing: you signed in more than 15 minutes ago");
    }
  }

  private static boolean signedInAfter(Instant instant) {
    Authentication signedIn = SecurityContextHolder.getContext().getAuthentication();
    return signedIn != null && signedIn.getDetails() instanceof Instant at && at.isAfter(instant);
  }
}
