package io.doula.bench;

import io.doula.bench.parts.Children;
import io.doula.bench.parts.Postgres;
import io.doula.bench.parts.Program;
import io.doula.bench.parts.Redis;
import io.doula.bench.parts.Register;
import io.doula.bench.provider.Ledger;
import io.doula.bench.provider.Provider;
import io.doula.bench.provider.Statuses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that a measurement happens in: the servers, the provider, the program, the people. */
final class Ward implements AutoCloseable {
  private final Children children;
  private final Postgres postgres;
  private final @Nullable Redis redis;
  private final Ledger ledger;
  private final Statuses statuses;
  private final Provider provider;
  private final Program program;
  private final Register register;

  private Ward(Options options, Statuses statuses, boolean withRedis, Map<String, String> times)
      throws IOException, InterruptedException {
    Path programs = options.path("programs");
    this.children = new Children(options.path("folder"));
    this.postgres = new Postgres(children, programs);
    this.redis = withRedis ? new Redis(children, programs) : null;
    this.ledger = new Ledger(children.folder().resolve("ledger.tsv"));
    this.statuses = statuses;
    this.provider = new Provider(ledger, statuses);
    Map<String, String> settings = new HashMap<>(times);
    settings.put("SPRING_DATASOURCE_URL", postgres.url());
    settings.put("SPRING_DATASOURCE_USERNAME", "doula");
    settings.put("SPRING_DATASOURCE_PASSWORD", "none");
    settings.put("DOULA_QUEUE", redis == null ? "none" : "redis");
    if (redis != null) {
      settings.put("REDIS_URL", redis.url());
    }
    this.program = new Program(children, options.path("jar"), options.path("inside"), settings);
    this.register = new Register(postgres);
  }

  /** With a provider that never says what became of a message, and no Redis. */
  static Ward withoutReceipts(Options options, Map<String, String> settings)
      throws IOException, InterruptedException {
    return new Ward(options, Statuses.none(), false, settings);
  }

  /** With a provider that tells what became of each message. */
  static Ward withReceipts(Options options, boolean redis, Map<String, String> settings)
      throws IOException, InterruptedException {
    return new Ward(options, Statuses.sent(), redis, settings);
  }

  Children children() {
    return children;
  }

  Postgres postgres() {
    return postgres;
  }

  @Nullable Redis redis() {
    return redis;
  }

  Ledger ledger() {
    return ledger;
  }

  Statuses statuses() {
    return statuses;
  }

  Provider provider() {
    return provider;
  }

  Program program() {
    return program;
  }

  Register register() {
    return register;
  }

  /** Settings of a worker that the provider knows by this name. */
  Map<String, String> speakingTo(String worker) {
    return Map.of("DOULA_WHATSAPP_BASE_URL", provider.url(worker));
  }

  @Override
  public void close() throws IOException {
    children.close();
    provider.close();
    statuses.close();
    ledger.close();
  }
}
