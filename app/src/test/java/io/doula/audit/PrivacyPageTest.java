package io.doula.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.DoulaTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A new table is a question: what of a person does it hold, and when does that go? */
@DoulaTest
class PrivacyPageTest {
  @Autowired JdbcClient jdbc;

  @Test
  void everyTableIsOnThePageThatSaysWhatIsHeld() throws IOException {
    String page = Files.readString(Path.of("../docs/privacy.md"));
    List<String> tables =
        jdbc.sql(
                """
                select tablename from pg_tables
                where schemaname = 'public' and tablename not like 'flyway%'
                """)
            .query(String.class)
            .list();

    assertThat(tables).isNotEmpty().allMatch(table -> page.contains("`" + table + "`"));
  }
}
