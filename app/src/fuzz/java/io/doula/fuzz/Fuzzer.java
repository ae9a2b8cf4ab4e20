package io.doula.fuzz;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends malformed requests, made from the description that the program serves, and judges each
 * answer. What request number N of a seed is depends on nothing but these two, the description and
 * the ids of the world that is made at the start.
 */
public final class Fuzzer {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int PAGE_WORKERS = 6;

  /**
   * The program.
   *
   * @param base such as {@code http://127.0.0.1:8080}
   * @param admin the name of an ADMIN
   * @param whatsAppSecret what Meta signs with, when it is known: some garbage is then signed well
   * @param wire whether requests are sent too that are no HTTP: not to a gateway, which answers
   *     them itself
   * @param mostMillis an answer that takes longer is a fault
   */
  public record Target(
      URI base,
      String admin,
      String password,
      @Nullable String whatsAppSecret,
      boolean wire,
      long mostMillis) {}

  private final Target target;
  private final long seed;
  private final Wire wire;
  private final World world;
  private final Pages pages;
  private final Surface surface;
  private final Samples samples;
  private final List<Kind> kinds = new ArrayList<>();
  private final List<Kind> pageKinds;
  private final List<Operation> pageOperations;
  private final Report report;
  private final Judge judge;

  private Fuzzer(Target target, long seed) {
    this.target = target;
    this.seed = seed;
    this.wire = new Wire(target.base(), PATIENCE_MILLIS);
    this.world = new World(target.base(), target.admin(), target.password());
    this.pages = new Pages(wire, world.pageWorkers(PAGE_WORKERS), world.maker());
    this.surface = new Surface(world.description());
    this.samples = new Samples(surface, world.today());
    this.report = new Report(seed);
    this.judge = new Judge(target.mostMillis(), !target.wire());
    kinds.addAll(BodyDeeds.all());
    kinds.addAll(WholeDeeds.all());
    kinds.addAll(AddressDeeds.all());
    kinds.addAll(HeaderDeeds.all());
    kinds.addAll(OtherDeeds.all(target.whatsAppSecret()));
    if (target.wire()) {
      kinds.addAll(WireDeeds.all());
    }
    this.pageKinds = PageDeeds.all(pages);
    this.pageOperations = PageDeeds.operations(pages);
  }

  /** Sends the requests 0 to {@code count - 1} of a seed. */
  public static Report run(Target target, long seed, int count, int threads)
      throws InterruptedException, ExecutionException {
    Fuzzer fuzzer = new Fuzzer(target, seed);
    long begun = System.nanoTime();
    AtomicInteger next = new AtomicInteger();
    ExecutorService crew = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        work.add(
            crew.submit(
                () -> {
                  for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                    fuzzer.send(n, false);
                  }
                }));
      }
      for (Future<?> one : work) {
        one.get();
      }
    } finally {
      crew.shutdownNow();
    }
    fuzzer.report.took((System.nanoTime() - begun) / 1_000_000);
    return fuzzer.report;
  }

  /** Sends one request of a seed again, alone, and prints it and its answer. */
  public static Report only(Target target, long seed, int number) {
    Fuzzer fuzzer = new Fuzzer(target, seed);
    fuzzer.send(number, true);
    return fuzzer.report;
  }

  private void send(int number, boolean aloud) {
    Chance chance = new Chance(seed, number);
    Scene scene = new Scene(chance, world, world.family(number), samples);
    boolean onPage = chance.oneIn(8);
    Operation operation = chance.of(onPage ? pageOperations : surface.operations());
    Kind kind = kind(operation, onPage ? pageKinds : kinds, chance);
    Draft draft =
        new Draft(operation, onPage ? operation.path() : AddressDeeds.path(operation, scene));
    if (operation.takesJson()) {
      draft.type("application/json");
    }
    kind.deed().spoil(draft, scene);
    if (!target.wire() && draft.target().contains("%")) {
      draft.mayPass("a gateway decodes the address before the program sees it");
    }
    if (draft.who() == Who.ADMIN) {
      draft.by(who(chance));
    }
    if (onPage) {
      PageDeeds.dress(draft, pages);
    } else if (chance.oneIn(6)) {
      HeaderDeeds.andAccept(draft, chance);
    }
    judged(number, kind, draft, chance.canary(), onPage, aloud);
  }

  private static Kind kind(Operation operation, List<Kind> kinds, Chance chance) {
    List<Kind> fit = kinds.stream().filter(kind -> kind.fits().test(operation)).toList();
    int at = chance.below(fit.stream().mapToInt(Kind::weight).sum());
    for (Kind kind : fit) {
      at -= kind.weight();
      if (at < 0) {
        return kind;
      }
    }
    throw new IllegalStateException("no way to spoil " + operation);
  }

  private static Who who(Chance chance) {
    return chance.of(
        List.of(
            Who.ADMIN,
            Who.ADMIN,
            Who.ADMIN,
            Who.ADMIN,
            Who.NURSE,
            Who.NURSE,
            Who.VIEWER,
            Who.STRANGER));
  }

  private void judged(
      int number, Kind kind, Draft draft, String canary, boolean onPage, boolean aloud) {
    String what =
        "--seed %d --only %d: %s, %s by %s"
            .formatted(seed, number, kind.name(), draft.operation(), draft.who());
    try {
      Reply reply = answer(draft, onPage, aloud);
      String reason = String.valueOf(draft.whyItMayPass());
      report.answered(kind.name(), reply.status(), reply.millis(), reply.isWell(), reason);
      for (String fault : judge.faults(draft, canary, reply)) {
        report.fault(what + ": " + reply.status() + " " + fault);
      }
    } catch (IOException e) {
      if (!draft.isAnswerOptional()) {
        report.fault(what + ": " + e);
      }
    }
  }

  private Reply answer(Draft draft, boolean onPage, boolean aloud) throws IOException {
    String token = world.token(draft.who());
    String cookie = pages.cookie();
    Reply reply = send(draft, onPage, token, aloud);
    if (reply.status() == 401 && draft.who().isSignedIn() && !onPage && !draft.operation().open()) {
      world.renew(draft.who(), token);
      return send(draft, onPage, world.token(draft.who()), aloud);
    }
    if (onPage && isLedAway(reply) && draft.who().isSignedIn()) {
      pages.renew(cookie);
    }
    return reply;
  }

  private static boolean isLedAway(Reply reply) {
    return reply.status() == 302
        && String.valueOf(reply.header("Location")).startsWith("/app/sign-in");
  }

  private Reply send(Draft draft, boolean onPage, String token, boolean aloud) throws IOException {
    if (!onPage && draft.who().isSignedIn()) {
      draft.without("Authorization").header("Authorization", "Bearer " + token);
    }
    byte[] request = draft.bytes(wire.host());
    if (aloud) {
      System.out.println(new String(request, StandardCharsets.UTF_8));
    }
    Reply reply = wire.send(request, draft.method().equals("HEAD"), draft.isBrokenOff());
    if (aloud) {
      System.out.println(reply.status() + "\n" + String.join("\n", reply.headers()));
      System.out.println("\n" + reply.text());
    }
    return reply;
  }
}
