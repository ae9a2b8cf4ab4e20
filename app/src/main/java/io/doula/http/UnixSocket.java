package io.doula.http;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.valves.RemoteIpValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Tomcat on the unix socket that DOULA_SOCKET names, behind a proxy on the same machine. Who may
 * write into the socket (the program's user and group, so Nginx) is believed when it says who calls
 * and that TLS was spoken; on a port nobody is.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(name = "org.apache.catalina.valves.RemoteIpValve")
@ConditionalOnWebApplication
class UnixSocket {

  @Bean
  Listener socketListener(Environment environment) {
    return new Listener(environment);
  }

  @Bean
  SocketName socketName(Environment environment) {
    return SocketPath.of(environment)
        .map(path -> new SocketName(path, new WarmUp(path.own())))
        .orElseGet(() -> new SocketName(null, () -> {}));
  }

  /** Holds the socket's path from before Tomcat starts until after it has stopped. */
  static final class Listener
      implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(UnixSocket.class);

    /** What Tomcat takes for the address of whoever writes into a unix socket. */
    private static final String CALLER = "127\\.0\\.0\\.1";

    /** Longer than Nginx keeps a connection (nginx/conf.d/doula.conf), so that Nginx closes it. */
    private static final Duration KEPT_OPEN = Duration.ofSeconds(75);

    private final Environment environment;
    private @Nullable FileChannel lock;

    Listener(Environment environment) {
      this.environment = environment;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
      SocketPath.of(environment)
          .ifPresent(
              socket -> {
                lock = socket.take();
                factory.addConnectorCustomizers(connector -> listen(connector, socket));
                factory.addEngineValves(believeTheProxy());
                log.atInfo().addKeyValue("socket", socket).log("listens on a unix socket");
              });
    }

    private static void listen(Connector connector, SocketPath socket) {
      connector.setProperty("unixDomainSocketPath", socket.own().toString());
      connector.setProperty("unixDomainSocketPathPermissions", "rw-rw----");
      // a full queue refuses at once on a unix socket; on a port the caller would try again
      connector.setProperty("acceptCount", "4096");
      connector.setProperty("keepAliveTimeout", Long.toString(KEPT_OPEN.toMillis()));
      connector.setProperty("maxKeepAliveRequests", "-1");
    }

    private static RemoteIpValve believeTheProxy() {
      RemoteIpValve valve = new RemoteIpValve();
      valve.setInternalProxies(CALLER);
      valve.setRemoteIpHeader("X-Forwarded-For");
      valve.setProtocolHeader("X-Forwarded-Proto");
      return valve;
    }

    @Override
    public void destroy() throws IOException {
      if (lock != null) {
        lock.close();
      }
    }
  }
}
