package io.doula.functions.browser;

import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Response;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Follows the links of pages, from /app on. Of pages that differ only in an id or in what a filter
 * is set to, two are looked at.
 */
final class Crawl {
  private static final int OF_A_KIND = 2;
  private static final int MOST = 120;

  /** A page that was looked at; {@code first} of its kind by anybody. */
  interface Look {
    void at(String path, boolean first);
  }

  private final Person person;
  private final Set<String> known;
  private final Map<String, Integer> ofKind = new HashMap<>();
  private final Set<String> seen = new HashSet<>();
  private final Deque<String> ahead = new ArrayDeque<>();
  private int visited;
  final List<String> faults = new ArrayList<>();
  final List<String> files = new ArrayList<>();

  /**
   * @param known the kinds of pages that were looked at by others; those found are added
   */
  Crawl(Person person, Set<String> known) {
    this.person = person;
    this.known = known;
  }

  void from(String start, Look look) {
    ahead.add(start);
    while (!ahead.isEmpty() && visited < MOST) {
      String path = ahead.remove();
      if (seen.add(path) && ofKind.merge(kind(path), 1, Integer::sum) <= OF_A_KIND) {
        visited++;
        visit(path, look);
      }
    }
    if (!ahead.isEmpty()) {
      faults.add("leads to more than " + MOST + " pages; some were not looked at");
    }
  }

  private void visit(String path, Look look) {
    Response answer;
    try {
      answer = person.page.navigate(path);
    } catch (PlaywrightException e) {
      if (!e.getMessage().contains("Download is starting")) {
        throw e;
      }
      files.add(path);
      return;
    }
    if (answer.status() != 200) {
      faults.add(path + " is " + answer.status());
      return;
    }
    ahead.addAll(new PageCheck(person.page).links());
    look.at(path, known.add(kind(path)));
  }

  /** The path with its numbers left out, and the names of what is asked, if it is. */
  static String kind(String path) {
    String[] parts = path.split("\\?", 2);
    String asked =
        Arrays.stream(parts.length < 2 ? new String[0] : parts[1].split("&"))
            .filter(word -> !word.endsWith("="))
            .map(word -> word.replaceAll("=.*", ""))
            .sorted()
            .collect(Collectors.joining("&"));
    return parts[0].replaceAll("/[0-9]+", "/N") + (asked.isEmpty() ? "" : "?" + asked);
  }
}
