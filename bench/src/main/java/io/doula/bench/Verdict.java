package io.doula.bench;

import io.doula.bench.provider.Acceptance;
import io.doula.bench.provider.Status;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the ledger and the tables say about each reminder after a run. */
final class Verdict {
  private static final Set<String> TAKEN = Set.of("ACCEPTED", "SENT", "DELIVERED", "READ");
  private static final Set<String> SILENCED = Set.of("SUPPRESSED", "CANCELLED");

  private final List<Acceptance> ledger;
  private final Map<Long, List<Acceptance>> accepted;
  private final Map<Long, Row> reminders;
  private final Connection connection;

  /** A reminder as it stands at the end. */
  record Row(long id, long mother, String state, String why) {}

  Verdict(Connection connection, List<Acceptance> ledger) throws SQLException {
    this.connection = connection;
    this.ledger = ledger;
    this.accepted = ledger.stream().collect(Collectors.groupingBy(Acceptance::reminderId));
    this.reminders =
        Rows.all(
                connection,
                "select id, mother_id, state, why from reminder",
                row -> new Row(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4)))
            .stream()
            .collect(Collectors.toMap(Row::id, Function.identity()));
  }

  int reminders() {
    return reminders.size();
  }

  int acceptances() {
    return ledger.size();
  }

  /** Reminders by state. */
  Map<String, Long> states() {
    return reminders.values().stream()
        .collect(Collectors.groupingBy(Row::state, Collectors.counting()));
  }

  /** Reasons of all that ended without being taken, ids and times left out. */
  Map<String, Long> reasons() {
    return reminders.values().stream()
        .filter(row -> !TAKEN.contains(row.state()))
        .collect(
            Collectors.groupingBy(
                row -> row.state() + ": " + row.why().replaceAll("[0-9T:.-]{6,}Z?", "…"),
                Collectors.counting()));
  }

  /**
   * Neither accepted nor ended for a reason that we gave: said stop, or refused for good. A
   * reminder that says it was taken but does not stand in the ledger is lost too.
   *
   * @param stopped mothers who said stop
   * @param refused reminders that the provider refused for good
   */
  List<Row> lost(Set<Long> stopped, Set<Long> refused) {
    return reminders.values().stream()
        .filter(row -> !accepted.containsKey(row.id()))
        .filter(
            row ->
                row.why().isBlank()
                    || !(SILENCED.contains(row.state()) && stopped.contains(row.mother())
                        || row.state().equals("FAILED") && refused.contains(row.id())))
        .toList();
  }

  /** Reminders that the provider accepted more than once. */
  List<List<Acceptance>> twice() {
    return accepted.values().stream().filter(all -> all.size() > 1).toList();
  }

  /** Reminders that have no end. */
  long open() {
    return reminders.values().stream()
        .filter(
            row -> Set.of("PLANNED", "QUEUED", "SENDING", "RETRY", "UNKNOWN").contains(row.state()))
        .count();
  }

  long unknown() {
    return reminders.values().stream().filter(row -> row.state().equals("UNKNOWN")).count();
  }

  /** Acceptances that the provider read after the mother was promised silence. */
  List<Acceptance> afterStop(Map<Long, Instant> stopped) {
    return ledger.stream()
        .filter(
            taken -> {
              Row row = reminders.get(taken.reminderId());
              Instant since = row == null ? null : stopped.get(row.mother());
              return since != null && taken.readAt().isAfter(since);
            })
        .toList();
  }

  /** Reminders that say less than what a webhook has taken and answered with 200. */
  long forgottenReceipts(Map<Long, Status.Kind> told) {
    List<String> order = List.of("ACCEPTED", "SENT", "DELIVERED", "READ");
    return told.entrySet().stream()
        .filter(
            entry -> {
              Row row = reminders.get(entry.getKey());
              return row == null
                  || order.indexOf(row.state()) < order.indexOf(entry.getValue().name());
            })
        .count();
  }

  /**
   * Attempts whose outcome the ledger contradicts: accepted without a line, or refused with one.
   */
  List<String> contradictions() throws SQLException {
    Set<String> lines = new HashSet<>();
    Map<String, String> ids = new HashMap<>();
    for (Acceptance taken : ledger) {
      lines.add(taken.reminderId() + ":" + taken.number());
      ids.put(taken.reminderId() + ":" + taken.number(), taken.wamid());
    }
    return Rows.all(
            connection,
            "select reminder_id || ':' || number, coalesce(outcome, 'OPEN'), provider_id from attempt",
            row -> {
              String line = row.getString(1);
              String outcome = row.getString(2);
              String wamid = row.getString(3);
              boolean wrong =
                  outcome.equals("ACCEPTED") && !lines.contains(line)
                      || Set.of("REFUSED", "UNREACHABLE", "REJECTED", "BLOCKED", "OPEN")
                              .contains(outcome)
                          && lines.contains(line)
                      || wamid != null && !wamid.equals(ids.get(line));
              return wrong ? line + " " + outcome : "";
            })
        .stream()
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /** How long at most nothing at all was accepted between two instants. */
  Duration longestPause(Instant from, Instant to) {
    Duration longest = Duration.ZERO;
    Instant last = from;
    for (Acceptance taken : ledger) {
      if (taken.readAt().isAfter(from) && taken.readAt().isBefore(to)) {
        Duration pause = Duration.between(last, taken.readAt());
        longest = pause.compareTo(longest) > 0 ? pause : longest;
        last = taken.readAt();
      }
    }
    Duration rest = Duration.between(last, to);
    return rest.compareTo(longest) > 0 ? rest : longest;
  }

  /** The longest that a status needed from its happening to the table, in seconds. */
  long longestReceipt() throws SQLException {
    return Rows.number(
        connection,
        "select coalesce(extract(epoch from max(received_at - happened_at)), 0)::bigint from receipt");
  }

  /** Changes that came too late, as the tables' own journal saw them. */
  List<String> staleWrites() throws SQLException {
    return Journal.staleWrites(connection);
  }
}
