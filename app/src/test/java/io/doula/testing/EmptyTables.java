package io.doula.testing;

import java.util.List;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Empties every table and puts the clock back before each test. */
class EmptyTables implements BeforeEachCallback {

  @Override
  public void beforeEach(ExtensionContext extension) {
    ApplicationContext context = SpringExtension.getApplicationContext(extension);
    context.getBean(MovedClock.class).set(MovedClock.START);
    JdbcClient jdbc = context.getBean(JdbcClient.class);
    List<String> tables =
        jdbc.sql(
                """
                select quote_ident(tablename) from pg_tables
                where schemaname = 'public' and tablename not like 'flyway%' and tablename <> 'local_clock'
                """)
            .query(String.class)
            .list();
    // what is in the trail stays, but for tests
    jdbc.sql(
            """
            alter table trail disable trigger user;
            alter table trail_seal disable trigger user;
            truncate %s restart identity cascade;
            alter table trail enable trigger user;
            alter table trail_seal enable trigger user
            """
                .formatted(String.join(", ", tables)))
        .update();
  }
}
