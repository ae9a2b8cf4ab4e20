package io.doula.functions;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationHook;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts what the build prepared for a class: Spring would look for it under the name of the class
 * whose {@code main} runs, and in Lambda that is the runtime's.
 */
record Prepared(Class<?> house) implements SpringApplicationHook {

  @Override
  public SpringApplicationRunListener getRunListener(SpringApplication program) {
    program.setMainApplicationClass(house);
    program.setApplicationContextFactory(type -> context());
    return new SpringApplicationRunListener() {};
  }

  /** The container asks for this kind, whose search through annotations the build has done. */
  private static ConfigurableApplicationContext context() {
    AnnotationConfigServletWebServerApplicationContext context =
        new AnnotationConfigServletWebServerApplicationContext();
    for (String search : context.getBeanDefinitionNames()) {
      context.removeBeanDefinition(search);
    }
    return context;
  }
}
