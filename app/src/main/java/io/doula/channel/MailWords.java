package io.doula.channel;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The two bodies of a mail: her message, and under it the link that stops them. */
class MailWords {
  private static final Set<String> RIGHT_TO_LEFT =
      Set.of("ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi");

  private static final Pattern LINES = Pattern.compile("\\R");

  /** Contrast of all texts is over 7:1; no images, nothing is loaded from anywhere. */
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="%1$s" dir="%2$s">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>%3$s</title>
      </head>
      <body style="margin:0;padding:24px;background:#ffffff;color:#1b1b1b;\
      font-family:sans-serif;font-size:18px;line-height:1.5">
      <main style="max-width:36em;margin:0 auto">
      %4$s
      <p style="margin-top:32px"><a href="%5$s" style="display:inline-block;padding:12px 20px;\
      border-radius:6px;background:#1b3a57;color:#ffffff;text-decoration:none">%6$s</a></p>
      </main>
      </body>
      </html>
      """;

  private final Properties words = read();

  /** Her message, and the link once. */
  String plain(Outgoing message) {
    return "%s\n\n%s:\n%s\n"
        .formatted(message.text(), stop(message.language()), message.unsubscribe());
  }

  String html(Outgoing message, String title) {
    return PAGE.formatted(
        escaped(message.language()),
        direction(message.language()),
        escaped(title),
        paragraphs(message.text()),
        escaped(message.unsubscribe()),
        escaped(stop(message.language())));
  }

  private static String paragraphs(String text) {
    return LINES
        .splitAsStream(text)
        .filter(line -> !line.isBlank())
        .map(line -> "<p>" + escaped(line) + "</p>")
        .collect(Collectors.joining("\n"));
  }

  private static String direction(String language) {
    Locale locale = Locale.forLanguageTag(language);
    boolean written = Set.of("Arab", "Hebr").contains(locale.getScript());
    return written || RIGHT_TO_LEFT.contains(locale.getLanguage()) ? "rtl" : "ltr";
  }

  private String stop(String language) {
    String base = Locale.forLanguageTag(language).getLanguage();
    return words.getProperty("stop." + base, words.getProperty("stop.en"));
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static Properties read() {
    try (InputStream in = MailWords.class.getResourceAsStream("/messages/mail.properties")) {
      Properties properties = new Properties();
      properties.load(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8));
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
