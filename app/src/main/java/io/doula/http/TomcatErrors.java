package io.doula.http;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;

/** What Tomcat refuses before any filter runs (a broken address or header) is a problem too. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(name = "org.apache.catalina.valves.ErrorReportValve")
class TomcatErrors {

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsFromTomcat() {
    return factory ->
        factory.addContextCustomizers(
            context ->
                ((StandardHost) context.getParent())
                    .setErrorReportValveClass(Report.class.getName()));
  }

  /** Writes the error as problem+json in place of Tomcat's page. */
  public static class Report extends ErrorReportValve {
    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
      int status = response.getStatus();
      if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
        return;
      }
      HttpStatus known = HttpStatus.resolve(status);
      HttpStatus said = known == null ? HttpStatus.BAD_REQUEST : known;
      SafeHeaders.set(response);
      try {
        response.setContentType("application/problem+json");
        response
            .getReporter()
            .write(
                "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                    .formatted(said.getReasonPhrase(), status, Refusals.words(said)));
        response.finishResponse();
      } catch (IOException e) {
        // the other side is gone: nobody is left to tell
        container.getLogger().debug("error report not delivered", e);
      }
    }
  }
}
