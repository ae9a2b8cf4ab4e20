package io.doula.channel.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnsFetchTest {
  private final SnsFetch fetch = new SnsFetch();
  private final AtomicInteger visits = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/page");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.createContext(
        "/page",
        exchange -> {
          visits.incrementAndGet();
          exchange.sendResponseHeaders(200, 0);
          try (var out = exchange.getResponseBody()) {
            out.write(new byte[200_000]);
          } catch (IOException cutOff) {
            // the reader had enough
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  @Test
  void noRedirectIsFollowed() {
    assertThat(fetch.get(at("/moved")).status()).isEqualTo(302);
    assertThat(visits).hasValue(0);
  }

  @Test
  void noMoreIsReadThanACertificateNeeds() {
    assertThat(fetch.get(at("/page")).body()).hasSize(64 * 1024);
  }

  @Test
  void aServerThatIsNotThereIsAway() {
    URI gone = at("/page");
    server.stop(0);
    assertThatThrownBy(() -> fetch.get(gone)).isInstanceOf(SnsAway.class);
  }
}
