package io.doula.functions.browser;

import com.microsoft.playwright.Browser.NewContextOptions;

/** What a page is looked at with. */
enum Device {
  PHONE(360, 740, true),
  DESK(1200, 900, false);

  final int width;
  final int height;
  private final boolean touch;

  Device(int width, int height, boolean touch) {
    this.width = width;
    this.height = height;
    this.touch = touch;
  }

  NewContextOptions options() {
    return new NewContextOptions()
        .setViewportSize(width, height)
        .setIsMobile(touch)
        .setHasTouch(touch)
        .setTimezoneId("Africa/Nairobi")
        .setLocale("en-GB");
  }
}
