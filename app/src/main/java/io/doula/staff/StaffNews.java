package io.doula.staff;

import io.doula.core.Viewer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** The one place that tells what happened to an account: to the log, and to whoever listens. */
@Component
class StaffNews {
  private static final Logger log = LoggerFactory.getLogger(StaffNews.class);

  private final ApplicationEventPublisher events;

  StaffNews(ApplicationEventPublisher events) {
    this.events = events;
  }

  /** Done by whoever is signed in. */
  void tell(StaffEvent.Kind kind, long accountId) {
    tell(kind, accountId, viewer());
  }

  /** Done by herself, who is not signed in yet. */
  void tellOfHerself(StaffEvent.Kind kind, long accountId) {
    tell(kind, accountId, accountId);
  }

  private void tell(StaffEvent.Kind kind, long accountId, @Nullable Long by) {
    log.atInfo().addKeyValue("account", accountId).addKeyValue("by", by).log("{}", kind);
    events.publishEvent(new StaffEvent(kind, accountId, by));
  }

  private static @Nullable Long viewer() {
    Authentication signedIn = SecurityContextHolder.getContext().getAuthentication();
    return signedIn != null && signedIn.getPrincipal() instanceof Viewer viewer
        ? (Long) viewer.accountId()
        : null;
  }
}
