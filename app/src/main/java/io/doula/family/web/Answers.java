package io.doula.family.web;

import io.doula.family.Recorded;
import io.doula.http.Versions;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** The shapes of this room's answers. */
final class Answers {
  private Answers() {}

  /** 200 with the thing and its version. */
  static <T> ResponseEntity<T> ok(T thing, int version) {
    return ResponseEntity.ok().eTag(Versions.etag(version)).body(thing);
  }

  /** 201 with where the thing is, the thing and its version. */
  static <T> ResponseEntity<T> created(String path, T thing, int version) {
    return ResponseEntity.created(URI.create(path)).eTag(Versions.etag(version)).body(thing);
  }

  /** 201 for what is new, 200 for what was recorded before. */
  static <T> ResponseEntity<T> recorded(Recorded<T> recorded) {
    return ResponseEntity.status(recorded.isNew() ? HttpStatus.CREATED : HttpStatus.OK)
        .body(recorded.fact());
  }
}
