package io.doula.testing;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A person's browser, as far as pages need one: keeps cookies, fills forms with the token they
 * hold, runs no script.
 */
public final class Browser {
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private static final String BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW";

  private final Api api;
  private final Map<String, String> cookies = new LinkedHashMap<>();

  public Browser(Api api) {
    this.api = api.with("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
  }

  public Answer get(String path) {
    return kept(asked().send("GET", path, null, null));
  }

  /** Opens the page, then sends its form with these fields (name, value, name, value …). */
  public Answer submit(String page, String action, String... fields) {
    Matcher token = TOKEN.matcher(get(page).text());
    if (!token.find()) {
      throw new AssertionError("no form with a token on " + page);
    }
    String[] all = java.util.Arrays.copyOf(fields, fields.length + 2);
    all[fields.length] = "_csrf";
    all[fields.length + 1] = token.group(1);
    return post(action, all);
  }

  /** Opens the page, then sends its form with a file and these fields, as multipart/form-data. */
  public Answer upload(String page, String action, String field, byte[] file, String... fields) {
    Matcher token = TOKEN.matcher(get(page).text());
    if (!token.find()) {
      throw new AssertionError("no form with a token on " + page);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    part(body, "name=\"_csrf\"", token.group(1).getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < fields.length; i += 2) {
      part(body, "name=\"" + fields[i] + "\"", fields[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    part(body, "name=\"" + field + "\"; filename=\"a.csv\"\r\nContent-Type: text/csv", file);
    body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return kept(
        asked()
            .send(
                "POST",
                action,
                "multipart/form-data; boundary=" + BOUNDARY,
                BodyPublishers.ofByteArray(body.toByteArray())));
  }

  private static void part(ByteArrayOutputStream body, String disposition, byte[] content) {
    String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition;
    body.writeBytes((head + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    body.writeBytes(content);
    body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a form as it is. */
  public Answer post(String action, String... fields) {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      form.append(i == 0 ? "" : "&")
          .append(fields[i])
          .append('=')
          .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
    }
    return kept(
        asked()
            .send(
                "POST",
                action,
                "application/x-www-form-urlencoded",
                BodyPublishers.ofString(form.toString())));
  }

  public Answer signIn(String username, String password) {
    return submit("/app/sign-in", "/app/sign-in", "username", username, "password", password);
  }

  public Map<String, String> cookies() {
    return cookies;
  }

  private Api asked() {
    return cookies.isEmpty()
        ? api
        : api.with(
            "Cookie",
            cookies.entrySet().stream()
                .map(c -> c.getKey() + "=" + c.getValue())
                .collect(Collectors.joining("; ")));
  }

  private Answer kept(Answer answer) {
    for (String cookie : answer.headers("Set-Cookie")) {
      String[] pair = cookie.split(";", 2)[0].split("=", 2);
      if (pair[1].isEmpty()) {
        cookies.remove(pair[0]);
      } else {
        cookies.put(pair[0], pair[1]);
      }
    }
    return answer;
  }
}
