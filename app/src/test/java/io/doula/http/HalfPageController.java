package io.doula.http;

import org.springframework.web.bind.annotation.GetMapping;

/** A page whose template fails after it has begun. */
@PageController
class HalfPageController {
  @GetMapping("/dev/half-a-page")
  String half() {
    return "half-a-page";
  }
}
