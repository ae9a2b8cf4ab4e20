package io.doula.desk.people;

import static java.time.temporal.ChronoUnit.DAYS;

import io.doula.core.NotFound;
import io.doula.core.ProgramClock;
import io.doula.core.Stale;
import io.doula.core.Viewer;
import io.doula.family.Babies;
import io.doula.family.Baby;
import io.doula.family.BabyForm;
import io.doula.family.Card;
import io.doula.family.DayForm;
import io.doula.family.Outcome;
import io.doula.family.OutcomeForm;
import io.doula.family.Pregnancies;
import io.doula.family.Pregnancy;
import io.doula.family.Sex;
import io.doula.http.Forms;
import io.doula.http.Once;
import io.doula.http.PageController;
import io.doula.http.Typed;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A birth, a child that is added later, and what is put right about a baby. */
@PageController
@RequestMapping("/app/people/{id}")
class BirthController {
  /** Babies of one birth that the form has room for; more are added one by one. */
  private static final int ROOM = 3;

  /** Twins may lie so many days apart (docs/decisions/births.md). */
  private static final int TWINS = 2;

  private final OpenCard cards;
  private final Pregnancies pregnancies;
  private final Babies babies;
  private final Forms forms;
  private final Once once;
  private final ProgramClock clock;

  BirthController(
      OpenCard cards,
      Pregnancies pregnancies,
      Babies babies,
      Forms forms,
      Once once,
      ProgramClock clock) {
    this.cards = cards;
    this.pregnancies = pregnancies;
    this.babies = babies;
    this.forms = forms;
    this.once = once;
    this.clock = clock;
  }

  /**
   * @throws NotFound when she is not pregnant
   */
  @GetMapping("/birth")
  String birth(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, Model model) {
    Card card = cards.show(id, viewer, clock.now(), model);
    open(card);
    fresh(model, Map.of("on", card.today()));
    return birthPage(model, card);
  }

  @PostMapping("/birth")
  String born(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @RequestParam MultiValueMap<String, String> sent,
      Model model,
      HttpServletResponse response) {
    Instant now = clock.now();
    Typed typed = Typed.of(sent);
    Card card = cards.show(id, viewer, now, model);
    return forms.tried(
        typed,
        model,
        response,
        () -> birthPage(model, card),
        () ->
            once.done(
                typed,
                viewer,
                now,
                () -> {
                  pregnancies.end(
                      Long.parseLong(open(card).id()), outcome(new Sent(typed)), viewer, now);
                  return to(id, "born");
                }));
  }

  @GetMapping("/child")
  String child(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, Model model) {
    Card card = cards.show(id, viewer, clock.now(), model);
    fresh(model, Map.of());
    return babyPage(model, card, null);
  }

  @PostMapping("/child")
  String added(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @RequestParam MultiValueMap<String, String> sent,
      Model model,
      HttpServletResponse response) {
    Instant now = clock.now();
    Typed typed = Typed.of(sent);
    Card card = cards.show(id, viewer, now, model);
    return forms.tried(
        typed,
        model,
        response,
        () -> babyPage(model, card, null),
        () ->
            once.done(
                typed,
                viewer,
                now,
                () -> {
                  Sent read = new Sent(typed);
                  BabyForm form = Registration.baby(read, id);
                  boolean stillborn = read.yes("stillborn");
                  read.errors()
                      .require(
                          !stillborn || hasTwin(card, form.birthDate()),
                          "stillborn",
                          "needs a twin of this birth that is recorded: else enter it as a loss");
                  read.errors().throwIfAny();
                  Baby added = babies.add(form, viewer, now);
                  if (stillborn) {
                    babies.die(
                        Long.parseLong(added.id()), new DayForm(added.birthDate()), viewer, now);
                  }
                  return to(id, stillborn ? "changed" : "child");
                }));
  }

  @GetMapping("/babies/{babyId}")
  String baby(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @PathVariable String babyId,
      Model model) {
    Card card = cards.show(id, viewer, clock.now(), model);
    Baby baby = OpenCard.baby(card, babyId);
    Map<String, @Nullable Object> known = new LinkedHashMap<>();
    known.put("birthDate", baby.birthDate());
    known.put("birthTime", baby.birthTime());
    known.put("name", baby.name());
    known.put("sex", baby.sex());
    known.put("birthWeightGrams", baby.birthWeightGrams());
    known.put("version", baby.version());
    fresh(model, known);
    return babyPage(model, card, baby);
  }

  @PostMapping("/babies/{babyId}")
  String changed(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @PathVariable String babyId,
      @RequestParam MultiValueMap<String, String> sent,
      Model model,
      HttpServletResponse response) {
    Instant now = clock.now();
    Typed typed = Typed.of(sent);
    Card card = cards.show(id, viewer, now, model);
    Baby baby = OpenCard.baby(card, babyId);
    return forms.tried(
        typed,
        model,
        response,
        () -> babyPage(model, card, baby),
        () -> {
          Sent read = new Sent(typed);
          BabyForm form = Registration.baby(read, id);
          read.errors().throwIfAny();
          babies.change(Long.parseLong(baby.id()), same(typed), stored -> form, viewer, now);
          return to(id, "changed");
        });
  }

  /** A missing day is refused where the baby is registered. */
  private static boolean hasTwin(Card card, @Nullable LocalDate birth) {
    return birth == null
        || card.family().babies().stream()
            .anyMatch(baby -> Math.abs(DAYS.between(baby.birthDate(), birth)) <= TWINS);
  }

  private static boolean hasBabyBornAfter(Card card, LocalDate day) {
    return card.family().babies().stream().anyMatch(baby -> baby.birthDate().isAfter(day));
  }

  /** Refuses a version that is not the one that was shown. */
  static IntConsumer same(Typed typed) {
    return version -> {
      if (!typed.value("version").equals(Integer.toString(version))) {
        throw new Stale();
      }
    };
  }

  private static Pregnancy open(Card card) {
    Pregnancy pregnancy = card.pregnancy();
    if (pregnancy == null) {
      throw new NotFound("pregnancy");
    }
    return pregnancy;
  }

  private static OutcomeForm outcome(Sent sent) {
    List<OutcomeForm.@Nullable Newborn> born = new ArrayList<>();
    for (int i = 0; i < ROOM; i++) {
      if (i == 0 || sent.all("born").contains(Integer.toString(i))) {
        String of = "babies[" + i + "].";
        born.add(
            new OutcomeForm.Newborn(
                sent.text(of + "name"),
                sent.one(of + "sex", Sex.class),
                sent.time(of + "birthTime"),
                sent.number(of + "birthWeightGrams"),
                sent.yes(of + "stillborn")));
      }
    }
    OutcomeForm form = new OutcomeForm(Outcome.LIVE_BIRTH, sent.day("on"), born);
    sent.errors().throwIfAny();
    return form;
  }

  private static void fresh(Model model, Map<String, ? extends @Nullable Object> known) {
    Map<String, @Nullable Object> first = new LinkedHashMap<>(known);
    first.put(Once.FIELD, Once.key());
    model.addAttribute("form", Typed.recorded(first));
  }

  private static String birthPage(Model model, Card card) {
    sexes(model, card);
    return "app/people/birth";
  }

  private static String babyPage(Model model, Card card, @Nullable Baby baby) {
    sexes(model, card);
    model.addAttribute("baby", baby);
    model.addAttribute("twins", baby == null && hasBabyBornAfter(card, card.today().minusYears(1)));
    return "app/people/baby";
  }

  private static void sexes(Model model, Card card) {
    model.addAttribute(
        "sexes",
        new Choices(Words.of(model, card.today()))
            .texts("people.sex.", "FEMALE", "MALE", "UNKNOWN"));
  }

  private static String to(String id, String note) {
    return "redirect:/app/people/" + id + "?note=" + note;
  }
}
