package io.doula.http;

import java.io.IOException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
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
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsFromTomcat(
      @Value("${DOULA_PUBLIC_URL:}") String publicUrl) {
    boolean publicIsSecure = publicUrl.startsWith("https:");
    return factory -> {
      factory.addContextCustomizers(
          context -> {
            StandardHost host = (StandardHost) context.getParent();
            host.setErrorReportValveClass(null);
            host.getPipeline().addValve(new Report(publicIsSecure));
          });
      factory.addConnectorCustomizers(TomcatErrors::letRefuse);
    };
  }

  /** Lets through what is refused where both doors come by. */
  private static void letRefuse(Connector connector) {
    // io.doula.staff.web.RefusedAddresses
    connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
    // LastResortFilter
    connector.setAllowTrace(true);
  }

  /** Writes the error as problem+json in place of Tomcat's page. */
  private static final class Report extends ErrorReportValve {
    private final boolean publicIsSecure;

    Report(boolean publicIsSecure) {
      this.publicIsSecure = publicIsSecure;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
      if (response.getStatus() < 400
          || response.getContentWritten() > 0
          || !response.setErrorReported()) {
        return;
      }
      HttpStatus said = said(request, response.getStatus());
      response.setStatus(said.value());
      SafeHeaders.set(response);
      if (publicIsSecure || request.isSecure()) {
        response.setHeader("Strict-Transport-Security", SafeHeaders.STRICT_TRANSPORT_SECURITY);
      }
      try {
        response.setContentType("application/problem+json");
        response
            .getReporter()
            .write(
                "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                    .formatted(said.getReasonPhrase(), said.value(), Refusals.words(said)));
        response.finishResponse();
      } catch (IOException e) {
        // the other side is gone: nobody is left to tell
        container.getLogger().debug("error report not delivered", e);
      }
    }

    /**
     * Tomcat's 501 and 505 tell of a request that nobody should send (CONNECT, a transfer coding or
     * a version that is none), and not of a fault on our side.
     */
    private static HttpStatus said(Request request, int status) {
      if (status == HttpStatus.NOT_IMPLEMENTED.value()
          || status == HttpStatus.HTTP_VERSION_NOT_SUPPORTED.value()) {
        return "CONNECT".equals(request.getMethod())
            ? HttpStatus.METHOD_NOT_ALLOWED
            : HttpStatus.BAD_REQUEST;
      }
      HttpStatus known = HttpStatus.resolve(status);
      return known == null ? HttpStatus.BAD_REQUEST : known;
    }
  }
}
