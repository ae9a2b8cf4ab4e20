package io.doula.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.doula.core.Sight;
import io.doula.testing.GuardedLogin;
import io.doula.testing.TinyVault;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The pool and what it needs, without the rest of the program, and a login kept in a secret. */
final class RotatingProgram implements AutoCloseable {
  static final String SECRET = "psql-rds-credentials";
  static final String CANARY = "Kanarienvogel-";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @Import({DatabaseSetup.class, FreshConnections.class})
  @ComponentScan("io.doula.secrets")
  @ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class
  })
  static class Parts {}

  private final AtomicInteger done = new AtomicInteger();
  final int number = NUMBER.incrementAndGet();
  final TinyVault vault;
  GuardedLogin login;
  private final Sight.Open seen = Sight.NONE.open();
  private @Nullable ConfigurableApplicationContext program;

  RotatingProgram() throws IOException {
    vault = TinyVault.open();
    login = GuardedLogin.made("rotation" + number, "nurse" + number, CANARY + 1);
    vault.put(SECRET, login.secret());
  }

  void start(String... settings) {
    SpringApplication application = new SpringApplication(Parts.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    Map<String, Object> given = new HashMap<>(vault.settings());
    given.put("DOULA_SECRET_KEY", "a key for tests only, thirty-two characters or more");
    application.setDefaultProperties(given);
    program = application.run(settings);
  }

  ConfigurableApplicationContext program() {
    return java.util.Objects.requireNonNull(program);
  }

  HikariDataSource pool() {
    return (HikariDataSource)
        java.util.Objects.requireNonNull(
            program().getBean(SeeingDataSource.class).getTargetDataSource());
  }

  /** What the pool takes its connections from. */
  DataSource source() {
    return pool().getDataSource();
  }

  JdbcClient jdbc() {
    return program().getBean(JdbcClient.class);
  }

  /** As if every connection had reached the end of its life. */
  void evict() {
    pool().getHikariPoolMXBean().softEvictConnections();
  }

  interface Rotation {
    void run() throws Exception;
  }

  /** Threads do transactions on connections that live some milliseconds; what failed of them. */
  List<Throwable> failuresWhile(Rotation rotation) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    jdbc().sql("select 1").query().singleRow();
    ExecutorService threads =
        Executors.newCachedThreadPool(work -> new Thread(Sight.NONE.over(work)));
    for (int i = 0; i < 8; i++) {
      threads.execute(() -> transactions(over, failures));
    }
    Future<?> evictions =
        threads.submit(
            () -> {
              while (!over.get()) {
                evict();
                sleep(20);
              }
            });
    try {
      someMore();
      rotation.run();
      someMore();
    } finally {
      over.set(true);
    }
    evictions.get();
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    return failures;
  }

  /**
   * Waits until so many more transactions are done that connections of now were opened for them.
   */
  void someMore() throws InterruptedException {
    evict();
    int enough = done.get() + 24;
    for (int waited = 0; done.get() < enough; waited++) {
      assertThat(waited).as("transactions go on").isLessThan(3000);
      Thread.sleep(10);
    }
  }

  private void transactions(AtomicBoolean over, List<Throwable> failures) {
    TransactionTemplate transaction = program().getBean(TransactionTemplate.class);
    while (!over.get()) {
      try {
        transaction.executeWithoutResult(
            status -> jdbc().sql("select pg_sleep(0.005)").query().singleRow());
        done.incrementAndGet();
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    seen.close();
    if (program != null) {
      program.close();
    }
    vault.close();
  }
}
