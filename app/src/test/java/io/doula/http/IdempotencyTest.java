package io.doula.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Ticked;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

@DoulaTest
class IdempotencyTest {
  @Autowired Api anyone;
  @Autowired Staff staff;
  @Autowired HouseController house;
  @Autowired JdbcClient jdbc;
  @Autowired ApplicationEventPublisher events;
  @Autowired MovedClock clock;
  Api api;

  @BeforeEach
  void signIn() {
    api = anyone.as(staff.admin());
    house.calls().set(0);
  }

  private Answer post(String key, String body) {
    return api.with("Idempotency-Key", key).post("/api/house/clinics", body);
  }

  private int clinics() {
    return jdbc.sql("select count(*) from clinic").query(Integer.class).single();
  }

  @Test
  void theSameRequestAgainGetsTheFirstAnswerAndDoesNothing() {
    Answer first = post("k1", "{\"name\":\"Kibera\"}");
    Answer again = post("k1", "{\"name\":\"Kibera\"}");

    assertThat(first.status()).isEqualTo(201);
    assertThat(first.header("Idempotency-Replayed")).isNull();
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.text()).isEqualTo(first.text()).isEqualTo("{\"name\":\"Zoë’s Kibera\"}");
    for (String header : new String[] {"ETag", "Location", "Content-Type"}) {
      assertThat(again.header(header)).isNotNull().isEqualTo(first.header(header));
    }
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(house.calls()).hasValue(1);
    assertThat(clinics()).isEqualTo(1);
  }

  @Test
  void anotherRequestWithTheSameKeyIsRefused() {
    post("k1", "{\"name\":\"Kibera\"}");

    ProblemTest.assertProblem(post("k1", "{\"name\":\"Other\"}"), 422);
    ProblemTest.assertProblem(
        api.with("Idempotency-Key", "k1").post("/api/house/forms", "{}"), 422);
    assertThat(clinics()).isEqualTo(1);
  }

  @Test
  void twinsAtTheSameTimeAreDoneOnceAndBothGetTheAnswer() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    house.holdUntil(hold);
    CompletableFuture<Answer> one =
        CompletableFuture.supplyAsync(() -> post("k1", "{\"name\":\"Kibera\"}"));
    CompletableFuture<Answer> two =
        CompletableFuture.supplyAsync(() -> post("k1", "{\"name\":\"Kibera\"}"));
    untilSomeoneWaitsForALock();
    hold.countDown();

    assertThat(one.get().status()).isEqualTo(201);
    assertThat(two.get().status()).isEqualTo(201);
    assertThat(one.get().text()).isEqualTo(two.get().text());
    assertThat(house.calls()).hasValue(1);
    assertThat(clinics()).isEqualTo(1);
  }

  @Test
  void whenTheFirstOfTwinsFailsTheOtherIsDone() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    house.holdUntil(hold);
    String failing = "{\"name\":\"Kibera\",\"fail\":\"yes\"}";
    CompletableFuture<Answer> one = CompletableFuture.supplyAsync(() -> post("k1", failing));
    while (house.calls().get() == 0) {
      Thread.onSpinWait();
    }
    CompletableFuture<Answer> two =
        CompletableFuture.supplyAsync(() -> post("k1", "{\"name\":\"Kibera\"}"));
    untilSomeoneWaitsForALock();
    hold.countDown();

    ProblemTest.assertProblem(one.get(), 409);
    assertThat(two.get().status()).isEqualTo(201);
    assertThat(clinics()).isEqualTo(1);
  }

  private void untilSomeoneWaitsForALock() {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (System.nanoTime() < end) {
      if (jdbc.sql("select count(*) from pg_locks where not granted").query(Integer.class).single()
          > 0) {
        return;
      }
    }
    throw new AssertionError("nobody waits");
  }

  @Test
  void anErrorIsRolledBackAndItsKeyIsFreeAgain() {
    ProblemTest.assertProblem(post("k1", "{\"name\":\"Kibera\",\"fail\":\"yes\"}"), 409);
    assertThat(clinics()).isZero();
    ProblemTest.assertProblem(post("k1", "[]"), 400);

    assertThat(post("k1", "{\"name\":\"Kibera\"}").status()).isEqualTo(201);
  }

  @Test
  void keysAreEachUsersOwn() {
    post("k1", "{\"name\":\"Kibera\"}");
    Answer another =
        anyone
            .as(staff.admin())
            .with("Idempotency-Key", "k1")
            .post("/api/house/clinics", "{\"name\":\"Varanasi\"}");

    assertThat(another.status()).isEqualTo(201);
    assertThat(clinics()).isEqualTo(2);
  }

  @Test
  void aKeyThatIsNoneIsRefusedByName() {
    for (String key : new String[] {"", "x".repeat(256), "a\tb"}) {
      Answer answer = post(key, "{\"name\":\"Kibera\"}");
      ProblemTest.assertProblem(answer, 400);
      assertThat(answer.wrongFields()).containsExactly("Idempotency-Key");
    }
    assertThat(clinics()).isZero();
    assertThat(post("x".repeat(255), "{\"name\":\"Kibera\"}").status()).isEqualTo(201);
  }

  @Test
  void anAnswerIsForgottenWhenItsTimeIsOver() {
    post("k1", "{\"name\":\"Kibera\"}");
    clock.advance(Duration.ofHours(49));
    post("k2", "{\"name\":\"Varanasi\"}");

    events.publishEvent(new Ticked(clock.now()));

    ProblemTest.assertProblem(post("k2", "{}"), 422);
    assertThat(post("k1", "{\"name\":\"Other\"}").status()).isEqualTo(201);
  }
}
