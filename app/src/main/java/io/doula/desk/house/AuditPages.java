package io.doula.desk.house;

import io.doula.audit.Entries;
import io.doula.audit.Seals;
import io.doula.core.Ids;
import io.doula.core.Invalid;
import io.doula.core.Page;
import io.doula.core.Paging;
import io.doula.core.ProgramClock;
import io.doula.core.Trail;
import io.doula.core.Viewer;
import io.doula.http.CsvAnswer;
import io.doula.http.Moment;
import io.doula.http.PageController;
import io.doula.http.Queries;
import io.doula.http.Say;
import io.doula.http.Typed;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who saw and changed what, for an ADMIN; days are UTC's. */
@PageController
class AuditPages {
  private static final String PAGE = "50";
  private static final int AT_ONCE = 500;

  private final Entries entries;
  private final Seals seals;
  private final ProgramClock clock;

  AuditPages(Entries entries, Seals seals, ProgramClock clock) {
    this.entries = entries;
    this.seals = seals;
    this.clock = clock;
  }

  @GetMapping("/app/audit")
  String page(
      @AuthenticationPrincipal Viewer viewer,
      @RequestParam MultiValueMap<String, String> sent,
      HttpServletRequest request,
      Model model) {
    Typed asked = Typed.of(sent);
    Paging paging = Paging.of(PAGE, asked.given("after"));
    Page<Entries.Entry> page = entries.list(wanted(asked), paging, viewer, clock.now());
    Say say = (Say) Objects.requireNonNull(model.getAttribute("say"));
    Map<String, String> deeds = new LinkedHashMap<>();
    for (Trail.Deed deed : Trail.Deed.values()) {
      deeds.put(deed.name(), say.text("audit.deed." + deed));
    }
    model.addAttribute("current", "more");
    model.addAttribute("form", asked);
    model.addAttribute("page", page);
    model.addAttribute("deeds", deeds);
    model.addAttribute("zone", ZoneOffset.UTC);
    model.addAttribute("isFirst", paging.after() == 0);
    model.addAttribute("query", Queries.with(request, "after", null));
    model.addAttribute("next", Queries.with(request, "after", page.next()));
    return "app/house/audit";
  }

  @GetMapping("/app/audit.csv")
  void table(
      @AuthenticationPrincipal Viewer viewer,
      @RequestParam MultiValueMap<String, String> sent,
      HttpServletResponse response)
      throws IOException {
    Entries.Wanted wanted = wanted(Typed.of(sent));
    Instant now = clock.now();
    Page<Entries.Entry> page = entries.list(wanted, new Paging(AT_ONCE, 0), viewer, now);
    try (CsvAnswer csv =
        new CsvAnswer(
            response,
            "audit.csv",
            "id",
            "at",
            "actor",
            "account_id",
            "username",
            "action",
            "thing",
            "thing_id",
            "mother_ids",
            "clinic_id",
            "fields")) {
      while (true) {
        for (Entries.Entry entry : page.items()) {
          add(csv, entry);
        }
        if (page.next() == null) {
          return;
        }
        page = entries.list(wanted, Paging.of("" + AT_ONCE, page.next()), viewer, now);
      }
    }
  }

  private static void add(CsvAnswer csv, Entries.Entry entry) throws IOException {
    csv.add(
        entry.id(),
        entry.at(),
        entry.actor(),
        entry.accountId(),
        entry.username(),
        entry.action(),
        entry.thing(),
        entry.thingId(),
        String.join(" ", entry.motherIds().stream().map(Ids::text).toList()),
        entry.clinicId(),
        String.join(" ", entry.fields()));
  }

  /** Each seal held against its entries as they are now. */
  @GetMapping("/app/audit/seals")
  String seals(
      @AuthenticationPrincipal Viewer viewer,
      @RequestParam(required = false) @Nullable String after,
      Model model) {
    Page<Seals.Sealed> page = seals.list(viewer, Paging.of("" + AT_ONCE, after));
    List<Seals.Sealed> broken =
        page.items().stream().filter(seal -> !isSound(seal.state())).toList();
    model.addAttribute("current", "more");
    model.addAttribute("page", page);
    model.addAttribute("broken", broken);
    model.addAttribute("zone", ZoneOffset.UTC);
    return "app/house/seals";
  }

  private static boolean isSound(Seals.State state) {
    return state == Seals.State.WHOLE || state == Seals.State.FORGOTTEN;
  }

  private static Entries.Wanted wanted(Typed asked) {
    String mother = asked.given("mother");
    LocalDate from = Moment.read(asked.given("from"), "from").day();
    LocalDate to = Moment.read(asked.given("to"), "to").day();
    return new Entries.Wanted(
        mother == null ? null : Ids.inField(mother, "mother"),
        asked.given("account"),
        deed(asked.given("action")),
        from == null ? null : from.atStartOfDay(ZoneOffset.UTC).toInstant(),
        to == null ? null : to.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  private static Trail.@Nullable Deed deed(@Nullable String text) {
    try {
      return text == null ? null : Trail.Deed.valueOf(text);
    } catch (IllegalArgumentException e) {
      throw new Invalid("action", "is none of those to choose from");
    }
  }
}
