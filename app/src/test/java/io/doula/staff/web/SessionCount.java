package io.doula.staff.web;

import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** Counts the servlet sessions that anything made in any test. */
@Component
class SessionCount implements HttpSessionListener {
  static final AtomicInteger MADE = new AtomicInteger();

  @Override
  public void sessionCreated(HttpSessionEvent event) {
    MADE.incrementAndGet();
  }
}
