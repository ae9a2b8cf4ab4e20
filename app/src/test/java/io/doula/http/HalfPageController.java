package io.doula.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.GetMapping;

/** A page whose template fails after it has begun, and a table whose rows do. */
@PageController
class HalfPageController {
  @GetMapping("/dev/half-a-table")
  void halfATable(HttpServletResponse response) throws IOException {
    try (CsvAnswer csv = new CsvAnswer(response, "half.csv", "number")) {
      for (int i = 0; i < 100_000; i++) {
        csv.add(i);
      }
      throw new IllegalStateException("the rest can't be read");
    }
  }

  @GetMapping("/dev/half-a-page")
  String half() {
    return "half-a-page";
  }
}
