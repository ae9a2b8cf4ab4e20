package io.doula.functions;

import io.doula.Doula;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The program without its web: no role runs, and only what is asked for is made. */
final class WorkHouse {
  private WorkHouse() {}

  /**
   * @param settings more of them, in Spring's form ({@code --name=value})
   */
  static ConfigurableApplicationContext open(String... settings) {
    Stream<String> still =
        Stream.of(
            "--DOULA_ROLES=",
            "--spring.main.keep-alive=false",
            "--spring.main.lazy-initialization=true");
    return new SpringApplicationBuilder(Doula.class)
        .web(WebApplicationType.NONE)
        .profiles("lambda")
        .run(Stream.concat(still, Stream.of(settings)).toArray(String[]::new));
  }
}
