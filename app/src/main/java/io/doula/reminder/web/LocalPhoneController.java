package io.doula.reminder.web;

import io.doula.channel.LocalPhones;
import io.doula.channel.LocalPhones.OnPhone;
import io.doula.core.FieldErrors;
import io.doula.core.Ids;
import io.doula.core.Invalid;
import io.doula.core.ProgramClock;
import io.doula.core.Sight;
import io.doula.reminder.FastForward;
import io.doula.reminder.LocalPhoneBook;
import io.doula.reminder.Replies;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** The local profile's phones and clock; they don't exist in any other profile. */
@Controller
@Profile("local")
@RequestMapping("/dev")
class LocalPhoneController {
  private static final Duration LONGEST = Duration.ofDays(3660);

  private final LocalPhones phones;
  private final Replies replies;
  private final LocalPhoneBook book;
  private final FastForward fastForward;
  private final ProgramClock clock;

  LocalPhoneController(
      LocalPhones phones,
      Replies replies,
      LocalPhoneBook book,
      FastForward fastForward,
      ProgramClock clock) {
    this.phones = phones;
    this.replies = replies;
    this.book = book;
    this.fastForward = fastForward;
    this.clock = clock;
  }

  /** A message that reached a phone. */
  record Sent(
      String reminderId, String motherId, String to, String channel, String text, Instant at) {}

  @GetMapping("/messages")
  @ResponseBody
  List<Sent> messages() {
    List<Sent> sent = new ArrayList<>();
    for (OnPhone m : phones.all()) {
      if (m.reminderId() != null && m.motherId() != null) {
        sent.add(
            new Sent(
                Ids.text(m.reminderId()),
                Ids.text(m.motherId()),
                m.phone(),
                m.channel(),
                m.text(),
                m.at()));
      }
    }
    return sent;
  }

  /** What a person typed on a phone. */
  record Typed(@Nullable String from, @Nullable String text) {}

  /** What the answer did. */
  record Understood(@Nullable String reply, int mothers) {}

  @PostMapping("/messages/reply")
  @ResponseBody
  Understood reply(@RequestBody Typed typed) {
    return answer(typed.from(), typed.text());
  }

  private Understood answer(@Nullable String from, @Nullable String text) {
    if (from == null || from.isBlank() || text == null || text.isBlank()) {
      throw new Invalid(
          new FieldErrors()
              .require(from != null && !from.isBlank(), "from", "is required")
              .require(text != null && !text.isBlank(), "text", "is required")
              .all());
    }
    Instant now = clock.now();
    phones.typed(from, text, now);
    Replies.Understood understood = Sight.ALL.get(() -> replies.received(from, text, now));
    return new Understood(
        understood.reply() == null ? null : understood.reply().name(), understood.mothers());
  }

  /** How far to move the clock. */
  record Move(@Nullable String advance) {}

  /** The clock after the move. */
  record Moved(Instant now) {}

  @PostMapping("/clock")
  @ResponseBody
  Moved clock(@RequestBody Move move) {
    return new Moved(advance(duration(move.advance())));
  }

  private Instant advance(Duration step) {
    return Sight.ALL.get(() -> fastForward.advance(step));
  }

  private static Duration duration(@Nullable String text) {
    try {
      Duration step = Duration.parse(text == null ? "" : text);
      if (!step.isNegative() && step.compareTo(LONGEST) <= 0) {
        return step;
      }
    } catch (DateTimeParseException e) {
      // refused below
    }
    throw new Invalid(
        "advance", "must be an ISO-8601 duration from PT0S to P3660D, such as P1DT12H");
  }

  @GetMapping("/phone")
  String phone(Model model) {
    model.addAttribute("now", clock.now());
    model.addAttribute("phones", Sight.ALL.get(book::phones));
    return "dev/phone";
  }

  @PostMapping("/phone")
  String typed(@RequestParam String from, @RequestParam String text) {
    answer(from, text);
    return "redirect:/dev/phone";
  }

  @PostMapping("/phone/clock")
  String moved(@RequestParam String advance) {
    advance(duration(advance));
    return "redirect:/dev/phone";
  }
}
