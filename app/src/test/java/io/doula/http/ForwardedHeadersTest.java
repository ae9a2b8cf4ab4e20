package io.doula.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** On a port, where anyone may call, nobody is believed who says for whom he calls. */
@DoulaTest
class ForwardedHeadersTest {
  @Autowired Api api;
  @Autowired JdbcClient jdbc;

  @Test
  void aClaimedAddressChangesNothing() {
    String wrong = "{\"username\":\"asha\",\"password\":\"not the right one\"}";
    for (String header : new String[] {"X-Forwarded-For", "X-Real-IP"}) {
      api.with(header, "203.0.113.7").post("/api/token", wrong);
    }
    api.with("Forwarded", "for=203.0.113.7").post("/api/token", wrong);

    assertThat(jdbc.sql("select address from sign_in_failure").query(String.class).list())
        .hasSize(3)
        .allMatch(address -> address.equals("127.0.0.1") || address.equals("0:0:0:0:0:0:0:1"));
  }

  @Test
  void aClaimedSchemeOrHostChangesNothing() {
    Answer answer =
        api.with("X-Forwarded-Proto", "https")
            .with("X-Forwarded-Ssl", "on")
            .with("X-Forwarded-Host", "evil.example")
            .with("X-Forwarded-Prefix", "/evil")
            .get("/app");

    assertThat(answer.header("Strict-Transport-Security")).isNull();
    assertThat(answer.header("Location"))
        .isNotNull()
        .doesNotContain("evil")
        .doesNotContain("https");
  }
}
