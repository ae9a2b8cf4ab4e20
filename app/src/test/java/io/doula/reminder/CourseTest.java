package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.channel.Outcome;
import io.doula.channel.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of what follows what, row by row. */
class CourseTest {
  private static final Instant NOW = Instant.parse("2026-03-12T06:01:00Z");
  private static final Instant DUE = NOW.minusSeconds(60);
  private static final Instant EXPIRES = NOW.plusSeconds(40_000);
  private static final Duration RECEIPT_WAIT = Duration.ofMinutes(15);

  /** Columns: outcome, refusals before, the other ways; state, channel, passed, wait, why. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ACCEPTED    | 0 | sms email | ACCEPTED   | whatsapp |          | 0        | the provider accepted it
          ACCEPTED    | 3 |           | ACCEPTED   | whatsapp |          | 0        | the provider accepted it
          REFUSED     | 0 | sms       | RETRY      | whatsapp |          | 30-36    | refused before acceptance: X; to be tried again
          REFUSED     | 1 | sms       | RETRY      | whatsapp |          | 60-72    | refused before acceptance: X; to be tried again
          REFUSED     | 2 | sms       | RETRY      | whatsapp |          | 120-144  | refused before acceptance: X; to be tried again
          REFUSED     | 3 | sms email | RETRY      | sms      | whatsapp | 0        | refused before acceptance: X; now by sms
          REFUSED     | 3 |           | RETRY      | whatsapp |          | 240-288  | refused before acceptance: X; to be tried again
          REFUSED     | 9 |           | RETRY      | whatsapp |          | 960-1152 | refused before acceptance: X; to be tried again
          UNREACHABLE | 0 | sms email | RETRY      | sms      | whatsapp | 0        | whatsapp can't reach her: X; now by sms
          UNREACHABLE | 3 | email     | RETRY      | email    | whatsapp | 0        | whatsapp can't reach her: X; now by email
          UNREACHABLE | 0 |           | FAILED     | whatsapp | whatsapp | 0        | whatsapp can't reach her: X
          REJECTED    | 0 | sms       | RETRY      | sms      | whatsapp | 0        | refused for good: X; now by sms
          REJECTED    | 2 |           | FAILED     | whatsapp | whatsapp | 0        | refused for good: X
          BLOCKED     | 0 | sms       | RETRY      | whatsapp |          | 600      | whatsapp does not let us send this: X
          BLOCKED     | 3 |           | RETRY      | whatsapp |          | 600      | whatsapp does not let us send this: X
          STOPPED     | 0 | sms       | SUPPRESSED | whatsapp |          | 0        | the provider says that she said stop: X
          STOPPED     | 0 |           | SUPPRESSED | whatsapp |          | 0        | the provider says that she said stop: X
          UNKNOWN     | 0 | sms email | UNKNOWN    | whatsapp |          | 900      | it may have been accepted, so it waits for a receipt: X
          UNKNOWN     | 3 |           | UNKNOWN    | whatsapp |          | 900      | it may have been accepted, so it waits for a receipt: X
          """)
  void anOutcomeLeadsTo(
      Outcome.Kind kind,
      int refusals,
      @Nullable String ways,
      State state,
      String channel,
      @Nullable String passed,
      String wait,
      String why) {
    Course before = course(State.SENDING, refusals, 0, 1);
    Outcome outcome = new Outcome(kind, null, "X", null, null);
    Course after = before.after(outcome, words(ways), RECEIPT_WAIT, NOW);
    assertThat(after.state()).isEqualTo(state);
    assertThat(after.channel()).isEqualTo(channel);
    assertThat(after.passed()).isEqualTo(words(passed));
    assertThat(after.why()).isEqualTo(why);
    assertThat(Duration.between(NOW, after.claimAt()).toSeconds())
        .isBetween(first(wait), last(wait));
    assertThat(after.unclear()).isEqualTo(kind == Outcome.Kind.UNKNOWN ? 1 : 0);
    assertThat(after.epoch()).isEqualTo(before.epoch());
    assertThat(after.attempts()).isEqualTo(before.attempts());
  }

  @Test
  void refusalsAreCountedAnewOnTheNextChannel() {
    Course after =
        course(State.SENDING, 3, 0, 4)
            .after(Outcome.refused("X"), List.of("sms"), RECEIPT_WAIT, NOW);
    assertThat(after.refusals()).isZero();
  }

  @Test
  void tooManyAtOnceSaysNothingAboutTheChannel() {
    Course after =
        course(State.SENDING, 3, 0, 4)
            .after(Outcome.tooMany("X", Duration.ofSeconds(5)), List.of("sms"), RECEIPT_WAIT, NOW);
    assertThat(after.state()).isEqualTo(State.RETRY);
    assertThat(after.channel()).isEqualTo("whatsapp");
    assertThat(after.refusals()).isEqualTo(3);
    assertThat(after.claimAt()).isEqualTo(NOW.plusSeconds(5));
  }

  /** Columns: the state, the receipt; what it becomes, or - where nothing changes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PLANNED    | ACCEPTED  | ACCEPTED
          PLANNED    | FAILED    | -
          QUEUED     | DELIVERED | DELIVERED
          QUEUED     | FAILED    | -
          SENDING    | ACCEPTED  | ACCEPTED
          SENDING    | SENT      | SENT
          SENDING    | DELIVERED | DELIVERED
          SENDING    | READ      | READ
          SENDING    | FAILED    | RETRY
          RETRY      | ACCEPTED  | ACCEPTED
          RETRY      | DELIVERED | DELIVERED
          RETRY      | FAILED    | -
          UNKNOWN    | ACCEPTED  | ACCEPTED
          UNKNOWN    | SENT      | SENT
          UNKNOWN    | DELIVERED | DELIVERED
          UNKNOWN    | READ      | READ
          UNKNOWN    | FAILED    | RETRY
          ACCEPTED   | ACCEPTED  | -
          ACCEPTED   | SENT      | SENT
          ACCEPTED   | DELIVERED | DELIVERED
          ACCEPTED   | READ      | READ
          ACCEPTED   | FAILED    | RETRY
          SENT       | ACCEPTED  | -
          SENT       | SENT      | -
          SENT       | DELIVERED | DELIVERED
          SENT       | READ      | READ
          SENT       | FAILED    | RETRY
          DELIVERED  | ACCEPTED  | -
          DELIVERED  | SENT      | -
          DELIVERED  | DELIVERED | -
          DELIVERED  | READ      | READ
          DELIVERED  | FAILED    | -
          READ       | SENT      | -
          READ       | DELIVERED | -
          READ       | READ      | -
          READ       | FAILED    | -
          FAILED     | ACCEPTED  | ACCEPTED
          FAILED     | DELIVERED | DELIVERED
          FAILED     | FAILED    | -
          SUPPRESSED | DELIVERED | DELIVERED
          SUPPRESSED | FAILED    | -
          CANCELLED  | SENT      | SENT
          CANCELLED  | FAILED    | -
          EXPIRED    | READ      | READ
          EXPIRED    | FAILED    | -
          """)
  void aReceiptLeadsOnlyForward(State state, Receipt.Status status, String becomes) {
    Outcome.@Nullable Kind failure =
        status == Receipt.Status.FAILED ? Outcome.Kind.UNREACHABLE : null;
    Optional<Course> after = after(course(state, 0, 0, 1), receipt(status, failure, null), 1);
    assertThat(after.map(course -> course.state().name()).orElse("-")).isEqualTo(becomes);
    if (becomes.equals("RETRY")) {
      assertThat(after.orElseThrow().channel()).isEqualTo("sms");
      assertThat(after.orElseThrow().passed()).containsExactly("whatsapp");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UNREACHABLE, RETRY, sms, whatsapp can't reach her: X; now by sms",
    "REJECTED, RETRY, sms, refused for good: X; now by sms",
    ", RETRY, sms, refused for good: X; now by sms",
    "REFUSED, RETRY, whatsapp, refused before acceptance: X; to be tried again",
    "STOPPED, SUPPRESSED, whatsapp, the provider says that she said stop: X",
  })
  void aFailureThatIsToldLaterCountsLikeOneToldAtOnce(
      Outcome.@Nullable Kind failure, State state, String channel, String why) {
    Course after =
        after(course(State.SENT, 0, 0, 1), receipt(Receipt.Status.FAILED, failure, null), 1)
            .orElseThrow();
    assertThat(after.state()).isEqualTo(state);
    assertThat(after.channel()).isEqualTo(channel);
    assertThat(after.why()).isEqualTo(why);
  }

  @Test
  void aSetThatIsFoundBlockedLaterWaitsAndAMessageThatAloneIsBlockedGoesByTheNextChannel() {
    Course sent = course(State.SENT, 0, 0, 1);
    Receipt ofTheSet = receipt(Receipt.Status.FAILED, Outcome.Kind.BLOCKED, "doula_due_v1/en");
    assertThat(after(sent, ofTheSet, 1).orElseThrow().channel()).isEqualTo("whatsapp");
    Receipt ofThisOne = receipt(Receipt.Status.FAILED, Outcome.Kind.BLOCKED, null);
    assertThat(after(sent, ofThisOne, 1).orElseThrow().channel()).isEqualTo("sms");
  }

  @Test
  void aFailureOfAnEarlierAttemptChangesNothingAndItsDeliverySettlesAll() {
    for (State state : List.of(State.SENDING, State.UNKNOWN, State.ACCEPTED, State.SENT)) {
      Course second = course(state, 0, 0, 2);
      Receipt failed = receipt(Receipt.Status.FAILED, Outcome.Kind.UNREACHABLE, null);
      assertThat(after(second, failed, 1)).isEmpty();
      Receipt delivered = receipt(Receipt.Status.DELIVERED, null, null);
      assertThat(after(second, delivered, 1).map(Course::state)).contains(State.DELIVERED);
    }
  }

  /** Columns: receipts, unclear attempts; state, wait, why. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          true  | 1 | RETRY   | now  | no receipt came, so it was not accepted: one more try
          true  | 2 | UNKNOWN | held | it may have been accepted: held for a receipt or staff
          true  | 3 | UNKNOWN | held | it may have been accepted: held for a receipt or staff
          true  | 0 | UNKNOWN | held | it may have been accepted: held for a receipt or staff
          false | 1 | UNKNOWN | held | it may have been accepted: held for a receipt or staff
          false | 2 | UNKNOWN | held | it may have been accepted: held for a receipt or staff
          """)
  void theEndOfTheWaitLeadsTo(
      boolean receipts, int unclear, State state, String claimAt, String why) {
    Course after = course(State.UNKNOWN, 0, unclear, 1).afterWait(receipts, NOW);
    assertThat(after.state()).isEqualTo(state);
    assertThat(after.claimAt()).isEqualTo(claimAt.equals("held") ? Course.HELD : NOW);
    assertThat(after.why()).isEqualTo(why);
    assertThat(after.channel())
        .as("never another one while this may have it")
        .isEqualTo("whatsapp");
  }

  @ParameterizedTest
  @EnumSource(Outcome.Kind.class)
  void nothingButANoLeadsToAnotherChannel(Outcome.Kind kind) {
    Course after =
        course(State.SENDING, 3, 0, 1)
            .after(new Outcome(kind, null, "X", null, null), List.of("sms"), RECEIPT_WAIT, NOW);
    boolean saidNo =
        List.of(Outcome.Kind.REFUSED, Outcome.Kind.UNREACHABLE, Outcome.Kind.REJECTED)
            .contains(kind);
    assertThat(after.channel()).isEqualTo(saidNo ? "sms" : "whatsapp");
  }

  private static Optional<Course> after(Course course, Receipt receipt, int number) {
    return course.after(receipt, number, List.of("sms", "email"), RECEIPT_WAIT, NOW);
  }

  private static Receipt receipt(
      Receipt.Status status, Outcome.@Nullable Kind failure, @Nullable String scope) {
    return new Receipt("whatsapp", "e", "7:1", null, status, failure, scope, "X", NOW);
  }

  private static Course course(State state, int refusals, int unclear, int attempts) {
    return new Course(
        7, state, 3, "whatsapp", List.of(), refusals, unclear, attempts, DUE, EXPIRES, DUE, "due");
  }

  private static List<String> words(@Nullable String text) {
    return text == null ? List.of() : Arrays.asList(text.split(" "));
  }

  private static long first(String range) {
    return Long.parseLong(range.split("-")[0]);
  }

  private static long last(String range) {
    String[] ends = range.split("-");
    return Long.parseLong(ends[ends.length - 1]);
  }
}
