package io.doula.audit.web;

import io.doula.audit.Entries;
import io.doula.core.Ids;
import io.doula.core.Trail;
import io.doula.http.CsvAnswer;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the trail as JSON, or as a line.
 *
 * @param actor STAFF, COMMAND, PROGRAM or PERSON
 * @param accountId with STAFF
 * @param username what that account is called today
 * @param thingId null where it was a list
 * @param motherIds about whom; of a list all who stood on it
 * @param fields what changed or was shown, by name
 */
record EntryView(
    String id,
    Instant at,
    String actor,
    @Nullable String accountId,
    @Nullable String username,
    Trail.Deed action,
    Trail.Thing thing,
    @Nullable String thingId,
    List<String> motherIds,
    @Nullable String clinicId,
    List<String> fields) {

  static EntryView of(Entries.Entry entry) {
    return new EntryView(
        Ids.text(entry.id()),
        entry.at(),
        entry.actor(),
        text(entry.accountId()),
        entry.username(),
        entry.action(),
        entry.thing(),
        text(entry.thingId()),
        entry.motherIds().stream().map(Ids::text).toList(),
        text(entry.clinicId()),
        entry.fields());
  }

  private static @Nullable String text(@Nullable Long id) {
    return id == null ? null : Ids.text(id);
  }

  static CsvAnswer table(HttpServletResponse response) throws IOException {
    return new CsvAnswer(
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
        "fields");
  }

  static void add(CsvAnswer csv, List<Entries.Entry> entries) throws IOException {
    for (Entries.Entry entry : entries) {
      EntryView view = of(entry);
      csv.add(
          view.id,
          view.at,
          view.actor,
          view.accountId,
          view.username,
          view.action,
          view.thing,
          view.thingId,
          String.join(" ", view.motherIds),
          view.clinicId,
          String.join(" ", view.fields));
    }
  }
}
