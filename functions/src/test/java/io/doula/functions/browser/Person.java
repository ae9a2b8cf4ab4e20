package io.doula.functions.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * Somebody with a browser, who knows a page by what it says: labels, buttons, links, headings.
 * Fails on {@link #close} when the browser complained about any page, for instance of the content
 * security policy.
 */
final class Person implements AutoCloseable {
  private static final String FOCUS = PageCheck.script("/browser/focus.js");
  private static final Path PICTURES = Path.of("target/screenshots");

  final Page page;
  private final Entrance entrance;
  private final Device device;
  private final BrowserContext browser;
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  private Person(Entrance entrance, Device device, BrowserContext browser) {
    this.entrance = entrance;
    this.device = device;
    this.browser = browser;
    this.page = browser.newPage();
    page.onConsoleMessage(this::hear);
    page.onPageError(error -> complaints.add(page.url() + ": " + error));
    page.onResponse(this::hear);
  }

  static Person with(Village village, Way way, Device device) {
    return with(village, way, device, device.options());
  }

  static Person withoutScript(Village village, Way way, Device device) {
    return with(village, way, device, device.options().setJavaScriptEnabled(false));
  }

  /** Has set letters to twice their usual size. */
  static Person weakSighted(Village village, Way way, Device device) {
    Entrance entrance = village.entrance(way);
    return new Person(entrance, device, village.chromium().weakSighted(entrance, device.options()));
  }

  private static Person with(Village village, Way way, Device device, NewContextOptions options) {
    Entrance entrance = village.entrance(way);
    return new Person(entrance, device, village.chromium().somebody(entrance, options));
  }

  BrowserContext browser() {
    return browser;
  }

  Person opens(String path) {
    page.navigate(path);
    return this;
  }

  Person signsIn(String name, String password) {
    return opens("/app/sign-in")
        .fills("User name", name)
        .fills("Password", password)
        .presses("Sign in");
  }

  Person fills(String label, String value) {
    field(label).fill(value);
    return this;
  }

  Person chooses(String label, String option) {
    field(label).selectOption(option);
    return this;
  }

  Person ticks(String label) {
    field(label).check();
    return this;
  }

  /** One of few, or any of few, the first so labelled; the label may go on after these words. */
  Person picks(String label) {
    page.getByLabel(Pattern.compile("^\\s*" + label.replaceAll("[^\\w\\s]", "."))).first().check();
    return this;
  }

  Person presses(String button) {
    tap(role(AriaRole.BUTTON, button));
    return this;
  }

  Person follows(String link) {
    tap(role(AriaRole.LINK, link));
    return this;
  }

  /** Of a list in which several say the same. */
  Person followsFirst(String link) {
    tap(role(AriaRole.LINK, link).first());
    return this;
  }

  /** Follows a link of a list of places, by the beginning of what it says. */
  Person goesTo(String place) {
    page.getByRole(AriaRole.NAVIGATION)
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(place).setExact(true))
        .first()
        .click();
    return this;
  }

  Person key(String name) {
    page.keyboard().press(name);
    return this;
  }

  Person types(String text) {
    page.keyboard().type(text);
    return this;
  }

  /** What is typed goes into this field, at the latest in a moment. */
  Person isIn(String label) {
    assertThat(field(label)).isFocused();
    return this;
  }

  /** Where the keyboard is: name, order (-1 for nowhere) and fault. */
  @SuppressWarnings("unchecked")
  Map<String, Object> focus() {
    return (Map<String, Object>) page.evaluate(FOCUS);
  }

  /** Opens what is folded under these words. */
  Person unfolds(String words) {
    tap(page.locator("summary").filter(new Locator.FilterOptions().setHasText(words)).first());
    return this;
  }

  /** The file that this link gives. */
  String downloads(String link) throws IOException {
    Path file = page.waitForDownload(() -> follows(link)).path();
    return Files.readString(file);
  }

  /** What is visible somewhere on the page. */
  Person sees(String text) {
    assertThat(page.getByText(text).filter(visible()).first()).isVisible();
    return this;
  }

  Person seesNot(String text) {
    assertThat(page.getByText(text).filter(visible())).hasCount(0);
    return this;
  }

  Person isAt(String heading) {
    assertThat(
            page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(heading).setLevel(1)))
        .isVisible();
    return this;
  }

  /** The language that is marked as chosen, below each page. */
  Person reads(String language) {
    assertThat(role(AriaRole.BUTTON, language)).hasAttribute("aria-current", "true");
    return this;
  }

  /** The part of the page that has this heading or name. */
  Locator part(String name) {
    return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(name));
  }

  /** Keeps a picture of the whole page as it is now. */
  Person pictures(String name) {
    return picturesAt(device, name);
  }

  /** The same on a screen of another width. */
  Person picturesAt(Device device, String name) {
    page.setViewportSize(device.width, device.height);
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(
                PICTURES.resolve(entrance.toString()).resolve(name + "-" + device.width + ".png")));
    page.setViewportSize(this.device.width, this.device.height);
    return this;
  }

  List<String> complaints() {
    return complaints;
  }

  private void hear(ConsoleMessage message) {
    boolean ofAnAnswer = message.text().startsWith("Failed to load resource");
    if (List.of("error", "warning").contains(message.type()) && !ofAnAnswer) {
      complaints.add(page.url() + ": " + message.text());
    }
  }

  /** A page may be a refusal, but what belongs to it must be there. */
  private void hear(Response answer) {
    if (answer.status() >= 400 && !answer.request().isNavigationRequest()) {
      complaints.add(page.url() + ": " + answer.url() + " is " + answer.status());
    }
  }

  private Locator field(String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }

  private Locator role(AriaRole role, String name) {
    return page.getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private void tap(Locator what) {
    if (device == Device.PHONE) {
      what.tap();
    } else {
      what.click();
    }
  }

  private static Locator.FilterOptions visible() {
    return new Locator.FilterOptions().setVisible(true);
  }

  @Override
  public void close() {
    pictures("last-" + entrance + "-" + System.identityHashCode(this) % 1000);
    browser.close();
    org.assertj.core.api.Assertions.assertThat(complaints)
        .as("what the browser complained about")
        .isEmpty();
  }
}
