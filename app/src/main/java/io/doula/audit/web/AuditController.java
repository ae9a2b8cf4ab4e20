package io.doula.audit.web;

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
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The trail over HTTP, for an ADMIN: its entries, as JSON or as a table, and its seals. */
@RestController
@RequestMapping("/api/audit")
class AuditController {
  private static final String MOST = "500";

  private final Entries entries;
  private final Seals seals;
  private final ProgramClock clock;

  AuditController(Entries entries, Seals seals, ProgramClock clock) {
    this.entries = entries;
    this.seals = seals;
    this.clock = clock;
  }

  /** Days are UTC's. CSV holds all that is wanted, unless a limit is given. */
  @GetMapping(produces = {MediaType.APPLICATION_JSON_VALUE, CsvAnswer.TEXT_CSV})
  @Nullable ResponseEntity<Page<EntryView>> list(
      @AuthenticationPrincipal Viewer viewer,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept,
      @RequestParam(required = false) @Nullable String mother,
      @RequestParam(required = false) @Nullable String account,
      @RequestParam(required = false) @Nullable String action,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String after,
      HttpServletResponse response)
      throws IOException {
    Instant now = clock.now();
    Entries.Wanted wanted =
        new Entries.Wanted(
            mother == null ? null : Ids.inField(mother, "mother"),
            account,
            action(action),
            begin(Moment.read(from, "from")),
            end(Moment.read(to, "to")));
    if (!CsvAnswer.isWanted(accept)) {
      Page<Entries.Entry> page = entries.list(wanted, Paging.of(limit, after), viewer, now);
      return ResponseEntity.ok()
          .contentType(MediaType.APPLICATION_JSON)
          .body(new Page<>(page.items().stream().map(EntryView::of).toList(), page.next()));
    }
    Page<Entries.Entry> page =
        entries.list(wanted, Paging.of(limit == null ? MOST : limit, after), viewer, now);
    try (CsvAnswer csv = EntryView.table(response)) {
      EntryView.add(csv, page.items());
      while (limit == null && page.next() != null) {
        page = entries.list(wanted, Paging.of(MOST, page.next()), viewer, now);
        EntryView.add(csv, page.items());
      }
    }
    return null;
  }

  private static Trail.@Nullable Deed action(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return Trail.Deed.valueOf(text);
    } catch (IllegalArgumentException e) {
      throw new Invalid("action", "must be one of " + Arrays.toString(Trail.Deed.values()));
    }
  }

  private static @Nullable Instant begin(Moment from) {
    return from.day() == null
        ? from.instant()
        : from.day().atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** Both ends are included: the whole day, or the instant itself. */
  private static @Nullable Instant end(Moment to) {
    if (to.day() != null) {
      return to.day().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    return to.instant() == null ? null : to.instant().plusNanos(1000);
  }

  /** Seals, the oldest first, each held against its entries as they are now. */
  @GetMapping("/seals")
  Page<SealView> seals(
      @AuthenticationPrincipal Viewer viewer,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String after) {
    Page<Seals.Sealed> page = seals.list(viewer, Paging.of(limit, after));
    return new Page<>(page.items().stream().map(SealView::of).toList(), page.next());
  }

  /**
   * A seal.
   *
   * @param afterId the last id before its entries
   * @param lastId the last id of its entries
   * @param entries how many it was put on
   * @param found how many of them there are
   * @param hash SHA-256, hex
   */
  record SealView(
      long number,
      String afterId,
      String lastId,
      long entries,
      long found,
      Instant sealedAt,
      String hash,
      Seals.State state) {
    static SealView of(Seals.Sealed seal) {
      return new SealView(
          seal.number(),
          Long.toString(seal.afterId()),
          Ids.text(seal.lastId()),
          seal.entries(),
          seal.found(),
          seal.sealedAt(),
          seal.hash(),
          seal.state());
    }
  }
}
