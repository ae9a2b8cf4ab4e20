package io.doula.family.web;

import io.doula.core.Invalid;
import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.family.ImportResult;
import io.doula.family.Imports;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Registers over HTTP. */
@RestController
class ImportsController {
  private static final MediaType CSV = MediaType.parseMediaType("text/csv");

  private final Imports imports;
  private final ProgramClock clock;

  ImportsController(Imports imports, ProgramClock clock) {
    this.imports = imports;
    this.clock = clock;
  }

  /**
   * @throws Invalid when the header is wrong
   */
  @PostMapping(path = "/api/imports", consumes = "text/csv")
  ImportResult read(
      @AuthenticationPrincipal Viewer viewer,
      @RequestHeader(name = HttpHeaders.CONTENT_TYPE) String type,
      HttpServletRequest request)
      throws IOException, HttpMediaTypeNotSupportedException {
    refuseUnlessUtf8(MediaType.parseMediaType(type));
    return imports.read(request.getInputStream(), clock.now(), viewer, (bytes, lines) -> {});
  }

  private static void refuseUnlessUtf8(@Nullable MediaType type)
      throws HttpMediaTypeNotSupportedException {
    if (type != null
        && type.getCharset() != null
        && !type.getCharset().equals(StandardCharsets.UTF_8)) {
      throw new HttpMediaTypeNotSupportedException(type, List.of(CSV));
    }
  }
}
