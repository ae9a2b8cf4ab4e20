package io.doula.reminder;

import io.doula.channel.Outcome;
import io.doula.channel.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a reminder stands on its way to her, and what may follow: pure rules, which every change of
 * a delivery's state goes through. Whoever writes what they say compares epoch and state first.
 *
 * @param epoch the number of the last claim
 * @param channel the channel it goes by next or went by last; empty while none reaches her
 * @param passed the channels that are out for this reminder
 * @param refusals tries in a row that this channel refused for a reason that passes
 * @param unclear attempts that ended without a clear answer
 * @param attempts how many attempts were opened
 * @param claimAt when it may be claimed or, while it is unknown, when the wait for a receipt ends;
 *     {@link #HELD} where only a receipt or a person ends it
 * @param why how it came here, in words
 */
record Course(
    long id,
    State state,
    int epoch,
    String channel,
    List<String> passed,
    int refusals,
    int unclear,
    int attempts,
    Instant dueAt,
    Instant expiresAt,
    Instant claimAt,
    String why) {

  /** No clock comes here; in the table it is {@code infinity}. */
  static final Instant HELD = Instant.MAX;

  /** A channel that refuses so often in a row is left for the next one, where there is one. */
  static final int MAX_REFUSALS = 4;

  private static final Duration LATE_PAUSE = Duration.ofMinutes(1);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final int MAX_DOUBLINGS = 5;

  /** Claimed, with an attempt about to be opened on it. */
  Course claimed(String by) {
    return new Course(
        id,
        State.SENDING,
        epoch + 1,
        by,
        passed,
        refusals,
        unclear,
        attempts + 1,
        dueAt,
        expiresAt,
        claimAt,
        why);
  }

  /** After a restore an attempt may be known only by its receipt. */
  Course with(int attempt) {
    return new Course(
        id,
        state,
        epoch,
        channel,
        passed,
        refusals,
        unclear,
        Math.max(attempts, attempt),
        dueAt,
        expiresAt,
        claimAt,
        why);
  }

  /** Not now. */
  Course later(Instant at, String because) {
    return to(waiting(), at, because);
  }

  /** No, and not later. */
  Course end(State ended, String because, Instant now) {
    return to(ended, now, because);
  }

  /**
   * Another channel is to take it.
   *
   * @param passes whether the one it leaves is out for it
   */
  Course by(String other, boolean passes) {
    List<String> out = new ArrayList<>(passed);
    if (passes) {
      out.add(channel);
    }
    return new Course(
        id, waiting(), epoch, other, out, 0, unclear, attempts, dueAt, expiresAt, claimAt, why);
  }

  /** Its time passed while it waited. */
  Course expired(Instant now) {
    return to(State.EXPIRED, now, stale());
  }

  String stale() {
    return "its time ended at %s before it could go: %s".formatted(expiresAt, why);
  }

  private State waiting() {
    return attempts == 0 ? State.PLANNED : State.RETRY;
  }

  /**
   * What follows an attempt.
   *
   * @param ways the channels that could take it instead, in her order; none of them passed
   * @param receiptWait how long an unclear one waits for its receipt
   * @param now the program's time at the end of the attempt
   */
  Course after(Outcome outcome, List<String> ways, Duration receiptWait, Instant now) {
    String detail = outcome.detail();
    return switch (outcome.kind()) {
      case ACCEPTED -> to(State.ACCEPTED, now, "the provider accepted it");
      case REFUSED ->
          outcome.pause() == null
              ? refused("refused before acceptance: " + detail, ways, now)
              : to(State.RETRY, now.plus(atLeast(outcome.pause())), "too many at once: " + detail);
      case BLOCKED ->
          to(
              State.RETRY,
              untilItMayBeTried(now),
              channel + " does not let us send this: " + detail);
      case UNREACHABLE -> onward(channel + " can't reach her: " + detail, ways, now);
      case REJECTED -> onward("refused for good: " + detail, ways, now);
      case STOPPED -> to(State.SUPPRESSED, now, "the provider says that she said stop: " + detail);
      case UNKNOWN ->
          counting(refusals, unclear + 1)
              .to(
                  State.UNKNOWN,
                  now.plus(receiptWait),
                  "it may have been accepted, so it waits for a receipt: " + detail);
    };
  }

  /** A provider that asks for no pause at all would be asked again and again. */
  private static Duration atLeast(Duration pause) {
    return pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
  }

  private Instant untilItMayBeTried(Instant now) {
    Instant patient = LastQuestion.patientUntil(this);
    Instant again = now.plus(Blocks.PAUSE);
    return patient.isAfter(now) && patient.isBefore(again) ? patient : again;
  }

  private Course refused(String why, List<String> ways, Instant now) {
    if (refusals + 1 >= MAX_REFUSALS && !ways.isEmpty()) {
      return onward(why, ways, now);
    }
    return counting(refusals + 1, unclear)
        .to(State.RETRY, now.plus(backOff()), why + "; to be tried again");
  }

  /** This channel is out: the next one takes it, or it has failed. */
  private Course onward(String why, List<String> ways, Instant now) {
    if (ways.isEmpty()) {
      return by(channel, true).to(State.FAILED, now, why);
    }
    String next = ways.get(0);
    return by(next, true).to(State.RETRY, now, why + "; now by " + next);
  }

  private Course counting(int refused, int unclearNow) {
    return new Course(
        id,
        state,
        epoch,
        channel,
        passed,
        refused,
        unclearNow,
        attempts,
        dueAt,
        expiresAt,
        claimAt,
        why);
  }

  /**
   * Doubles with each refusal from half a minute to a quarter of an hour, spread by a fifth so that
   * herds part.
   */
  private Duration backOff() {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(refusals, MAX_DOUBLINGS));
    return pause.plusMillis(Math.floorMod(id * 7919 + attempts, pause.toMillis() / 5));
  }

  /**
   * What follows when the wait for a receipt is over and none came. On a channel that sends
   * receipts it was not accepted, else its receipt would be here: one more try, and only one. On
   * any other nobody knows, and nothing is sent blindly.
   */
  Course afterWait(boolean sendsReceipts, Instant now) {
    return sendsReceipts && unclear == 1
        ? to(State.RETRY, now, "no receipt came, so it was not accepted: one more try")
        : hold("it may have been accepted: held for a receipt or staff");
  }

  /** The receipts of its channel are late: it waits on while it may still go, then for staff. */
  Course waitOn(Instant now) {
    return now.isBefore(expiresAt)
        ? to(
            State.UNKNOWN,
            now.plus(LATE_PAUSE),
            "it may have been accepted; its channel's receipts are late, so it waits on")
        : hold(
            "it may have been accepted, and its channel's receipts did not come: held for staff");
  }

  /** It waits, as unknown, for a receipt or a person; no clock ends that. */
  Course hold(String why) {
    return to(State.UNKNOWN, HELD, why);
  }

  /**
   * What follows a receipt; empty where it changes nothing: states only move forward.
   *
   * @param number the attempt that it speaks of
   */
  Optional<Course> after(
      Receipt receipt, int number, List<String> ways, Duration receiptWait, Instant now) {
    if (receipt.status() == Receipt.Status.FAILED) {
      return number == attempts && canStillFail()
          ? Optional.of(failedLater(receipt, ways, receiptWait, now))
          : Optional.empty();
    }
    State reached = State.valueOf(receipt.status().name());
    return reached.way() > state.way()
        ? Optional.of(to(reached, now, "the provider's receipt: " + reached))
        : Optional.empty();
  }

  private boolean canStillFail() {
    return switch (state) {
      case SENDING, UNKNOWN, ACCEPTED, SENT -> true;
      default -> false;
    };
  }

  private Course failedLater(
      Receipt receipt, List<String> ways, Duration receiptWait, Instant now) {
    Outcome outcome =
        new Outcome(
            failure(receipt), receipt.providerId(), receipt.detail(), receipt.scope(), null);
    return after(outcome, ways, receiptWait, now);
  }

  /** Where no set of messages is blocked but this one, waiting does not help it. */
  private static Outcome.Kind failure(Receipt receipt) {
    Outcome.Kind failure = receipt.failure();
    boolean alone = failure == Outcome.Kind.BLOCKED && receipt.scope() == null;
    return failure == null || alone ? Outcome.Kind.REJECTED : failure;
  }

  private Course to(State next, Instant at, String because) {
    return new Course(
        id, next, epoch, channel, passed, refusals, unclear, attempts, dueAt, expiresAt, at,
        because);
  }
}
