package io.doula.desk.house;

import io.doula.core.Ids;
import io.doula.core.Page;
import io.doula.core.Paging;
import io.doula.core.ProgramClock;
import io.doula.core.Role;
import io.doula.core.Stale;
import io.doula.core.TimeZones;
import io.doula.core.Viewer;
import io.doula.family.Clinic;
import io.doula.family.ClinicForm;
import io.doula.family.Clinics;
import io.doula.http.Forms;
import io.doula.http.PageController;
import io.doula.http.Say;
import io.doula.http.StrictTimes;
import io.doula.http.Typed;
import io.doula.message.Messages;
import io.doula.reminder.Correspondence;
import io.doula.schedule.Plan;
import io.doula.schedule.Plans;
import jakarta.servlet.http.HttpServletResponse;
import java.text.Collator;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The clinics and how each works; an ADMIN adds and changes them. */
@PageController
@RequestMapping("/app/clinics")
class ClinicPages {
  private static final String PAGE = "100";

  private final Clinics clinics;
  private final Correspondence correspondence;
  private final Plans plans;
  private final Forms forms;
  private final ProgramClock clock;

  ClinicPages(
      Clinics clinics,
      Correspondence correspondence,
      Plans plans,
      Forms forms,
      ProgramClock clock) {
    this.clinics = clinics;
    this.correspondence = correspondence;
    this.plans = plans;
    this.forms = forms;
    this.clock = clock;
  }

  @GetMapping
  String list(
      @AuthenticationPrincipal Viewer viewer,
      @RequestParam(required = false) @Nullable String after,
      Model model) {
    model.addAttribute("current", "more");
    Page<Clinic> page = clinics.list(viewer, Paging.of(PAGE, after));
    Locale language = say(model).locale();
    model.addAttribute("page", page);
    model.addAttribute(
        "languages",
        page.items().stream()
            .map(Clinic::language)
            .distinct()
            .collect(Collectors.toMap(tag -> tag, tag -> named(tag, language))));
    model.addAttribute("changes", viewer.role() == Role.ADMIN);
    return "app/house/clinics";
  }

  @GetMapping("/new")
  String empty(Model model) {
    model.addAttribute(
        "form",
        Typed.recorded(
            Map.of(
                "plan",
                "who",
                "language",
                "en",
                "quietFrom",
                "20:00",
                "quietTo",
                "07:00",
                "sendAt",
                "09:00")));
    return form(null, model);
  }

  @PostMapping("/new")
  String add(
      @AuthenticationPrincipal Viewer viewer,
      @RequestParam MultiValueMap<String, String> sent,
      Model model,
      HttpServletResponse response) {
    Typed typed = Typed.of(sent);
    return forms.tried(
        typed,
        model,
        response,
        () -> form(null, model),
        () -> {
          Clinic added = clinics.add(read(typed), viewer, clock.now());
          return "redirect:/app/clinics/" + added.id() + "?note=clinic-added";
        });
  }

  @GetMapping("/{id}")
  String one(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, Model model) {
    Clinic clinic = clinics.one(Ids.inPath(id, "clinic"), viewer);
    model.addAttribute("form", Typed.recorded(recorded(clinic)));
    model.addAttribute("version", clinic.version());
    return form(clinic, viewer, model);
  }

  /** A change that moves reminders is asked about once more, with how many there are. */
  @PostMapping("/{id}")
  String change(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @RequestParam MultiValueMap<String, String> sent,
      Model model,
      HttpServletResponse response) {
    long clinic = Ids.inPath(id, "clinic");
    Typed typed = Typed.of(sent);
    model.addAttribute("version", typed.value("version"));
    return forms.tried(
        typed,
        model,
        response,
        () -> form(clinics.one(clinic, viewer), viewer, model),
        () -> change(clinic, typed, viewer, model));
  }

  private String change(long id, Typed typed, Viewer viewer, Model model) {
    ClinicForm form = read(typed);
    if (!typed.has("sure", "yes") && clinics.wouldMove(id, form, viewer)) {
      int waiting = correspondence.waiting(id, viewer);
      if (waiting > 0) {
        model.addAttribute("form", typed);
        model.addAttribute("waiting", waiting);
        return form(clinics.one(id, viewer), viewer, model);
      }
    }
    Instant now = clock.now();
    clinics.change(
        id,
        version -> {
          if (!typed.value("version").equals(Integer.toString(version))) {
            throw new Stale();
          }
        },
        stored -> form,
        viewer,
        now);
    return "redirect:/app/clinics/" + id + "?note=clinic-changed";
  }

  private static ClinicForm read(Typed typed) {
    return new ClinicForm(
        typed.given("name"),
        typed.given("country"),
        typed.given("timeZone"),
        typed.given("plan"),
        typed.given("language"),
        time(typed, "quietFrom"),
        time(typed, "quietTo"),
        time(typed, "sendAt"));
  }

  private static @Nullable LocalTime time(Typed typed, String field) {
    String text = typed.given(field);
    return text == null ? null : StrictTimes.time(text, field);
  }

  private static Map<String, Object> recorded(Clinic clinic) {
    Map<String, Object> recorded = new LinkedHashMap<>();
    recorded.put("name", clinic.name());
    recorded.put("country", clinic.country());
    recorded.put("timeZone", clinic.timeZone());
    recorded.put("plan", clinic.plan());
    recorded.put("language", clinic.language());
    recorded.put("quietFrom", clinic.quietFrom());
    recorded.put("quietTo", clinic.quietTo());
    recorded.put("sendAt", clinic.sendAt());
    return recorded;
  }

  private String form(Clinic clinic, Viewer viewer, Model model) {
    model.addAttribute("changes", viewer.role() == Role.ADMIN);
    return form(clinic, model);
  }

  private String form(@Nullable Clinic clinic, Model model) {
    Say say = say(model);
    model.addAttribute("current", "more");
    model.addAttribute("clinic", clinic);
    model.addAttribute("countries", countries(say.locale()));
    model.addAttribute("zones", zones());
    model.addAttribute("languages", languages(clinic, say.locale()));
    model.addAttribute(
        "plans", plans.all().stream().collect(Collectors.toMap(Plan::code, Plan::title)));
    return "app/house/clinic";
  }

  /** To choose from; the old names (US/Eastern, Brazil/East) can be typed as well. */
  private Set<String> zones() {
    return TimeZones.datesAt(clock.now()).keySet().stream()
        .filter(zone -> !zone.matches("(Brazil|Canada|Chile|Etc|Mexico|US)/.*"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, String> countries(Locale language) {
    Map<String, String> names = new LinkedHashMap<>();
    Arrays.stream(Locale.getISOCountries())
        .map(code -> new Locale.Builder().setRegion(code).build())
        .sorted(
            Comparator.comparing(
                country -> country.getDisplayCountry(language), Collator.getInstance(language)))
        .forEach(country -> names.put(country.getCountry(), country.getDisplayCountry(language)));
    return names;
  }

  /** Those that there are messages in, and the one that the clinic has. */
  private static Map<String, String> languages(@Nullable Clinic clinic, Locale language) {
    Map<String, String> names = new LinkedHashMap<>();
    Messages.LANGUAGES.forEach(tag -> names.put(tag, named(tag, language)));
    if (clinic != null) {
      names.putIfAbsent(clinic.language(), named(clinic.language(), language));
    }
    return names;
  }

  private static Say say(Model model) {
    return (Say) Objects.requireNonNull(model.getAttribute("say"));
  }

  private static String named(String tag, Locale language) {
    return Locale.forLanguageTag(tag).getDisplayName(language);
  }
}
