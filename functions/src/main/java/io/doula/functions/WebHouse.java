package io.doula.functions;

import com.amazonaws.serverless.proxy.spring.embedded.ServerlessServletEmbeddedServerFactory;
import io.doula.Doula;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The program with API Gateway's container in place of a server. The build prepares it (Spring's
 * ahead-of-time processing), so that a start neither searches for classes nor asks conditions.
 */
@Configuration(proxyBeanMethods = false)
@Import({Doula.class, ServerlessServletEmbeddedServerFactory.class})
class WebHouse {

  /** For the build, which prepares what this would start. */
  public static void main(String[] args) {
    new SpringApplicationBuilder(WebHouse.class)
        .web(WebApplicationType.SERVLET)
        .profiles("lambda")
        .run(args);
  }
}
