package io.doula.home;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The description of the API, as it was committed and held against the handlers by a test. */
@RestController
class OpenApiController {

  @GetMapping(path = "/api/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Resource> description() {
    return ResponseEntity.ok().body(new ClassPathResource("openapi.json"));
  }
}
