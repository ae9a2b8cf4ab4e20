package io.doula.functions.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.functions.contract.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every page that a link leads to keeps what docs/web.md promises of it. */
@BrowserTest
class PagesIT {
  private static final int MOST = 50_000;

  private final Set<String> known = new TreeSet<>();
  private final List<String> faults = new ArrayList<>();
  private final List<String> slight = new ArrayList<>();
  private final List<String> table = new ArrayList<>();
  private final List<String> ofAdmin = new ArrayList<>();

  @Test
  void everyPageKeepsWhatIsPromised(Village village) throws IOException {
    table.add("| page | HTML | style, script | all | on the wire |\n|---|--:|--:|--:|--:|");
    try (Person nobody = Person.with(village, Way.NGINX, Device.PHONE)) {
      for (String path : List.of("/", "/app/sign-in")) {
        nobody.opens(path);
        look(nobody, "nobody", path, true);
      }
    }
    crawl(village, "admin", Settings.ADMIN_PASSWORD);
    crawl(village, People.NURSE, People.PASSWORD);
    crawl(village, People.VIEWER, People.PASSWORD);

    magnified(village);

    Files.writeString(
        Path.of("target/browser/pages.md"),
        String.join("\n", table) + "\n\n" + String.join("\n", slight) + "\n");
    assertThat(faults).as("%s", String.join("\n", faults)).isEmpty();
  }

  @Test
  void whatIsLookedForIsFound(Village village) {
    try (Person nobody = Person.with(village, Way.NGINX, Device.PHONE)) {
      PageCheck check = new PageCheck(nobody.opens("/").page);
      assertThat(check.axe().grave()).isEmpty();
      assertThat(check.faults()).isEmpty();
      nobody.page.evaluate(
          """
          () => {
            const wide = document.createElement("div");
            wide.innerHTML = "<svg></svg><a class='button'>a</a><h1>Again</h1>";
            wide.append(document.querySelector("img").cloneNode());
            wide.querySelector("img").removeAttribute("alt");
            wide.style.width = "400px";
            wide.querySelector("a").style.minHeight = "0";
            document.querySelector("main").append(wide);
          }
          """);
      assertThat(check.axe().grave()).anyMatch(fault -> fault.contains("image-alt"));
      assertThat(check.faults())
          .anyMatch(fault -> fault.startsWith("has 2 h1"))
          .anyMatch(fault -> fault.startsWith("has a picture without alt"))
          .anyMatch(fault -> fault.startsWith("has a drawing without a name"))
          .anyMatch(fault -> fault.startsWith("has a target only"));
      assertThat(check.layoutFaults(360)).isNotEmpty();
    }
  }

  private void crawl(Village village, String name, String password) {
    try (Person person = Person.with(village, Way.NGINX, Device.PHONE)) {
      person.signsIn(name, password).isAt("Today");
      Crawl crawl = new Crawl(person, known);
      crawl.from(
          "/app",
          (path, first) -> {
            look(person, name, path, first);
            if (first && name.equals("admin")) {
              ofAdmin.add(path);
            }
          });
      crawl.faults.forEach(fault -> faults.add(name + ": " + fault));
      for (String file : crawl.files) {
        Object status = person.page.evaluate("async f => (await fetch(f)).status", file);
        if (!status.equals(200)) {
          faults.add(name + ": " + file + " is " + status);
        }
      }
    }
  }

  /** Both widths of each page that is not another one asked in another way. */
  private static void picture(Person person, String path) {
    if (!path.contains("?")) {
      String name = Crawl.kind(path).replaceAll("[^a-zA-Z]+", "-").replaceAll("^-|-$", "");
      for (Device device : Device.values()) {
        person.picturesAt(device, "page-" + (name.isEmpty() ? "home" : name));
      }
    }
  }

  private void magnified(Village village) {
    try (Person person = Person.weakSighted(village, Way.NGINX, Device.DESK)) {
      person.signsIn("admin", Settings.ADMIN_PASSWORD).isAt("Today");
      for (String path : ofAdmin) {
        person.opens(path);
        new PageCheck(person.page)
            .layoutFaults(1200, 640)
            .forEach(fault -> faults.add(path + " in letters of twice the size " + fault));
      }
    }
  }

  private void look(Person person, String name, String path, boolean first) {
    PageCheck check = new PageCheck(person.page);
    List<String> found = new ArrayList<>(check.faults());
    if (first) {
      PageCheck.Axe axe = check.axe();
      found.addAll(axe.grave());
      axe.slight().forEach(one -> slight.add("- " + path + ": " + one));
      // the narrowest phone that is sold, a tablet, what is left of a screen at 200 %, all of it
      found.addAll(check.layoutFaults(320, 768, 600, 1200, Device.PHONE.width));
      found.addAll(check.mirroredFaults());
      picture(person, path);
      PageCheck.Weight weight = check.weight();
      table.add(
          "| %s | %d | %d | %d | %d |"
              .formatted(
                  Crawl.kind(path), weight.html(), weight.parts(), weight.whole(), weight.wire()));
      boolean searches = person.page.querySelector("script") != null;
      if (!searches && weight.whole() >= MOST) {
        found.add("weighs " + weight.whole() + " bytes");
      }
      if (weight.wire() >= MOST) {
        found.add("weighs " + weight.wire() + " bytes on the wire");
      }
    }
    found.forEach(fault -> faults.add(name + " at " + path + " " + fault));
  }
}
