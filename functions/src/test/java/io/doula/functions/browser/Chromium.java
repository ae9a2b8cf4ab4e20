package io.doula.functions.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Debian's browser, without a window, steered by Playwright, which downloads nothing. */
final class Chromium implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/chromium");

  /** Milliseconds; a slow machine has much to do. */
  private static final double PATIENCE = 20_000;

  private static final List<String> QUIET =
      List.of(
          "--disable-gpu",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-first-run");

  private final Playwright playwright;
  private final List<String> arguments = new ArrayList<>(QUIET);
  private final Browser browser;

  /** The same browser of somebody who has set letters to twice their usual size. */
  private @Nullable Browser large;

  /**
   * @param hosts where a name and port are in truth, each as HOST:PORT
   */
  Chromium(Map<String, String> hosts) {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    arguments.add(
        hosts.entrySet().stream()
            .map(host -> "MAP " + host.getKey() + " " + host.getValue())
            .collect(Collectors.joining(",", "--host-resolver-rules=", "")));
    browser = launched(arguments);
  }

  private Browser launched(List<String> with) {
    return playwright
        .chromium()
        .launch(
            new BrowserType.LaunchOptions()
                .setExecutablePath(PROGRAM)
                // tests run as root too, and open nothing but Doula
                .setChromiumSandbox(false)
                .setArgs(with));
  }

  static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  /** Somebody new at this entrance, without a cookie. */
  BrowserContext somebody(Entrance entrance, Browser.NewContextOptions options) {
    return somebody(browser, entrance, options);
  }

  /** Somebody new at this entrance who has set letters to twice their usual size. */
  BrowserContext weakSighted(Entrance entrance, Browser.NewContextOptions options) {
    if (large == null) {
      List<String> with = new ArrayList<>(arguments);
      with.add("--blink-settings=defaultFontSize=32,defaultFixedFontSize=26");
      large = launched(with);
    }
    return somebody(large, entrance, options);
  }

  private static BrowserContext somebody(
      Browser browser, Entrance entrance, Browser.NewContextOptions options) {
    BrowserContext context =
        browser.newContext(
            options.setBaseURL(entrance.base().toString()).setIgnoreHTTPSErrors(true));
    context.setDefaultTimeout(PATIENCE);
    return context;
  }

  @Override
  public void close() {
    if (large != null) {
      large.close();
    }
    browser.close();
    playwright.close();
  }
}
