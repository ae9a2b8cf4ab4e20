package io.doula;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.DoulaTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@DoulaTest
class StartTest {
  @Autowired JdbcClient jdbc;

  @Test
  void startsOnPostgresql18() {
    assertThat(jdbc.sql("show server_version").query(String.class).single()).startsWith("18");
  }
}
