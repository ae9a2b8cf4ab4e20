package io.doula.functions.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What every page promises, looked at in the page itself. */
final class PageCheck {
  private static final String PAGE = script("/browser/page.js");
  private static final String LAYOUT = script("/browser/layout.js");
  private static final String WEIGHT = script("/browser/weight.js");
  private static final String LINKS = script("/browser/links.js");
  private static final String AXE = script("/axe.min.js");

  /** All of axe's rules, and the size of targets, which it leaves out unless it is told. */
  private static final String RUN_AXE =
      """
      async () => (await axe.run(document, {
        resultTypes: ["violations"],
        rules: {"target-size": {enabled: true}},
      })).violations.flatMap(v => v.nodes.map(n => ({
        impact: v.impact,
        text: v.id + ": " + n.target.join(" ") + " " + n.html.replace(/\\s+/g, " ").slice(0, 120),
      })))
      """;

  private static final Set<String> GRAVE = Set.of("serious", "critical");
  private static final int PHONE = Device.PHONE.width;

  /** Bytes: of the page; of its style and script; and of both as they come over the wire. */
  record Weight(int html, int parts, int wire) {
    int whole() {
      return html + parts;
    }
  }

  /**
   * @param grave must be none
   * @param slight is only told
   */
  record Axe(List<String> grave, List<String> slight) {}

  private final Page page;

  PageCheck(Page page) {
    this.page = page;
  }

  @SuppressWarnings("unchecked")
  List<String> faults() {
    return (List<String>) page.evaluate(PAGE);
  }

  @SuppressWarnings("unchecked")
  Axe axe() {
    if (!Boolean.TRUE.equals(page.evaluate("() => 'axe' in window"))) {
      page.evaluate(AXE);
    }
    Axe found = new Axe(new ArrayList<>(), new ArrayList<>());
    for (Map<String, String> each : (List<Map<String, String>>) page.evaluate(RUN_AXE)) {
      List<String> list = GRAVE.contains(each.get("impact")) ? found.grave() : found.slight();
      list.add("axe: " + each.get("impact") + " " + each.get("text"));
    }
    return found;
  }

  /** Nothing may be scrolled sideways, whatever the width. */
  List<String> layoutFaults(int... widths) {
    List<String> faults = new ArrayList<>();
    for (int width : widths) {
      resize(width);
      wide(faults, "at " + width + " px");
    }
    return faults;
  }

  /** Nor when the page reads from right to left. */
  List<String> mirroredFaults() {
    List<String> faults = new ArrayList<>();
    resize(PHONE);
    page.evaluate("() => { document.documentElement.dir = 'rtl' }");
    wide(faults, "from right to left at " + PHONE + " px");
    Object misplaced =
        page.evaluate(
            """
            () => {
              // one that is somebody's name goes by the letters of the name
              const head = document.querySelector("h1:not([dir=auto])"), words = document.createRange();
              if (!head) return false;
              words.selectNodeContents(head);
              return words.getBoundingClientRect().right < head.getBoundingClientRect().right - 4;
            }
            """);
    if (Boolean.TRUE.equals(misplaced)) {
      faults.add("from right to left its heading stands at the left");
    }
    resize(1200);
    wide(faults, "from right to left at 1200 px");
    page.evaluate("() => { document.documentElement.dir = 'ltr' }");
    resize(PHONE);
    return faults;
  }

  @SuppressWarnings("unchecked")
  Weight weight() {
    Map<String, Integer> sizes = (Map<String, Integer>) page.evaluate(WEIGHT);
    return new Weight(sizes.get("html"), sizes.get("parts"), sizes.get("wire"));
  }

  @SuppressWarnings("unchecked")
  List<String> links() {
    return (List<String>) page.evaluate(LINKS);
  }

  private void resize(int width) {
    page.setViewportSize(width, 740);
  }

  private void wide(List<String> faults, String when) {
    Object beyond = page.evaluate(LAYOUT);
    if (beyond != null) {
      faults.add("scrolls sideways " + when + " " + beyond);
    }
  }

  static String script(String name) {
    try (InputStream in = Objects.requireNonNull(PageCheck.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
