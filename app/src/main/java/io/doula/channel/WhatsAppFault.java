package io.doula.channel;

import io.doula.channel.Outcome.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Meta's error codes mean for a message (Cloud API error codes, read in November 2026). The
 * same table serves the answer to a call and a status that comes later.
 *
 * @param from the first code
 * @param to the last code; the same but for Meta's one range
 * @param kind what can help
 * @param blocks with BLOCKED: whether it blocks one template or the whole number
 * @param pause with REFUSED: how long everybody should leave the number alone
 * @param words why, for staff and operators
 */
record WhatsAppFault(
    int from, int to, Kind kind, @Nullable Blocks blocks, @Nullable Duration pause, String words) {

  enum Blocks {
    TEMPLATE,
    NUMBER
  }

  static final String WHOLE_CHANNEL = "*";
  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  static final List<WhatsAppFault> ALL =
      List.of(
          number(0, "the token is no longer good"),
          refused(1, "Meta could not say why"),
          slow(2, SHORT, "Meta's service is overloaded"),
          number(3, "the token may not do this"),
          slow(4, MINUTE, "too many calls of this app"),
          number(10, "the permission is missing or was taken away"),
          number(33, "the phone number id is unknown or gone"),
          rejected(100, "a parameter is not as Meta wants it"),
          number(190, "the token has expired"),
          new WhatsAppFault(
              200,
              299,
              Kind.BLOCKED,
              Blocks.NUMBER,
              null,
              "the permission is missing or was taken away"),
          number(368, "Meta blocked the account for a while for breaking its policy"),
          slow(80007, MINUTE, "too many calls of this account"),
          slow(130429, SHORT, "more messages a second than this number may send"),
          rejected(130472, "Meta holds messages to this person back for an experiment"),
          rejected(130497, "this account may not write to people in this country"),
          refused(131000, "something went wrong at Meta"),
          number(131005, "the permission is missing or was taken away"),
          rejected(131008, "a parameter is missing"),
          rejected(131009, "a parameter's value is not as Meta wants it"),
          slow(131016, SHORT, "Meta's service is overloaded"),
          unreachable(131021, "the number is our own"),
          unreachable(131026, "the number is not on WhatsApp, or can't take such messages"),
          rejected(131030, "a test number writes only to the numbers on its list"),
          number(131031, "the account is locked"),
          number(131037, "the number's display name is not approved yet"),
          number(131042, "the account can't be charged: there is a problem with its payment"),
          number(131045, "the number is not registered rightly"),
          rejected(131047, "more than 24 hours have passed since she wrote: a template is needed"),
          slow(131048, Duration.ofMinutes(5), "too many people blocked or reported this number"),
          rejected(131049, "Meta holds this message back, she had many of its kind"),
          rejected(131051, "this kind of message is unknown"),
          rejected(131052, "a file can't be read"),
          refused(131053, "a file can't be taken"),
          refused(131056, "too many messages to this person in a short time"),
          slow(131057, MINUTE, "the account is under maintenance"),
          rejected(131062, "this kind of message needs a phone number"),
          new WhatsAppFault(131050, 131050, Kind.STOPPED, null, null, "she stopped such messages"),
          template(132000, "the template has another number of places"),
          template(132001, "the template is missing or not approved in this language"),
          rejected(132005, "the template with its places filled is too long"),
          template(132007, "the template breaks a policy of Meta's"),
          template(132012, "the template's places have another format"),
          template(132015, "the template is paused for low quality"),
          template(132016, "the template is switched off for low quality"),
          rejected(132018, "a parameter of the template is not as Meta wants it"),
          template(132068, "the template's form is blocked"),
          template(132069, "the template's form is throttled"),
          slow(133004, SHORT, "Meta's server is away for a while"),
          number(133010, "the number is not registered"),
          number(133015, "the number was deleted a short time ago"),
          refused(133016, "the number was registered too often in a short time"),
          template(134102, "the template can't be used now"),
          rejected(135000, "Meta could not say which parameter is wrong"));

  /** Meta answers so when an id in the address is unknown or not this token's. */
  private static final int NO_SUCH_OBJECT = 33;

  static Optional<WhatsAppFault> of(int code) {
    return ALL.stream().filter(fault -> fault.from <= code && code <= fault.to).findFirst();
  }

  /**
   * @param subcode null where there is none
   */
  static Optional<WhatsAppFault> of(int code, @Nullable Integer subcode) {
    return code == 100 && subcode != null && subcode == NO_SUCH_OBJECT
        ? of(NO_SUCH_OBJECT)
        : of(code);
  }

  /** What a refusal with this status means when it names no code that is known here. */
  static WhatsAppFault ofStatus(int status) {
    return switch (status) {
      case 401 -> number(status, "the token is not good");
      case 403, 407 -> number(status, "sending is forbidden");
      case 404, 405, 410 -> number(status, "there is nothing at this address for this number");
      case 429 -> slow(status, SHORT, "too many messages at once");
      default -> rejected(status, "refused for a reason that is not known");
    };
  }

  /**
   * What it means for the message set; null when it does not block.
   *
   * @param template {@code doula_due_v1/sw}; null where it is not known
   */
  @Nullable String scope(@Nullable String template) {
    if (blocks == null) {
      return null;
    }
    return blocks == Blocks.NUMBER ? WHOLE_CHANNEL : template;
  }

  private static WhatsAppFault one(
      int code, Kind kind, @Nullable Blocks blocks, @Nullable Duration pause, String words) {
    return new WhatsAppFault(code, code, kind, blocks, pause, words);
  }

  private static WhatsAppFault refused(int code, String words) {
    return one(code, Kind.REFUSED, null, null, words);
  }

  private static WhatsAppFault slow(int code, Duration pause, String words) {
    return one(code, Kind.REFUSED, null, pause, words);
  }

  private static WhatsAppFault rejected(int code, String words) {
    return one(code, Kind.REJECTED, null, null, words);
  }

  private static WhatsAppFault unreachable(int code, String words) {
    return one(code, Kind.UNREACHABLE, null, null, words);
  }

  private static WhatsAppFault template(int code, String words) {
    return one(code, Kind.BLOCKED, Blocks.TEMPLATE, null, words);
  }

  private static WhatsAppFault number(int code, String words) {
    return one(code, Kind.BLOCKED, Blocks.NUMBER, null, words);
  }
}
