package io.doula.home;

import java.io.IOException;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The description of the API, as it was committed and held against the handlers by a test. */
@RestController
class OpenApiController {

  @GetMapping(path = "/api/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> description() throws IOException {
    // bytes and no resource: of that a part might be asked for, and one that is not there
    return ResponseEntity.ok(new ClassPathResource("openapi.json").getContentAsByteArray());
  }
}
