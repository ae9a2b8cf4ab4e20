package io.doula.fuzz;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pages that people see, found as they find them: by links and forms, from the first page. */
final class Pages {
  private static final int MOST = 60;
  private static final Pattern LINK = Pattern.compile("<a\\s[^>]*href=\"(/app[^\"#]*)\"");
  private static final Pattern FORM = Pattern.compile("(?s)<form\\b([^>]*)>(.*?)</form>");
  private static final Pattern FIELD =
      Pattern.compile("<(?:input|select|textarea|button)\\b[^>]*>");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("\\b(action|method|name|value)=\"([^\"]*)\"");

  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]*)\"");

  private final Wire wire;
  private final Deque<String> workers;
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private final List<Form> forms = new ArrayList<>();
  private final List<String> seen = new ArrayList<>();
  private String token = "";

  /**
   * A form.
   *
   * @param fields as they would be sent when nothing was typed
   */
  record Form(String method, String action, Map<String, String> fields) {
    String encoded() {
      return fields.entrySet().stream()
          .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
          .reduce((a, b) -> a + "&" + b)
          .orElse("");
    }

    static String encode(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }

  /**
   * Signs in and looks round.
   *
   * @param workers names of ADMINs, one after the other of whom works here
   * @param spared the id of an account whose own pages are left alone
   */
  Pages(Wire wire, List<String> workers, String spared) {
    this.wire = wire;
    this.workers = new ArrayDeque<>(workers);
    signIn();
    walk(spared);
  }

  /** Lets the next one work, when a form has put the one before out of the house. */
  synchronized void renew(String lost) {
    if (lost.equals(cookie()) && !workers.isEmpty()) {
      cookies.clear();
      signIn();
    }
  }

  /** The token that forms carry. */
  synchronized String token() {
    return token;
  }

  List<Form> forms() {
    return forms;
  }

  /** Addresses of pages, with their queries. */
  List<String> pages() {
    return seen;
  }

  synchronized String cookie() {
    return cookies.entrySet().stream()
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
        .reduce((a, b) -> a + "; " + b)
        .orElse("");
  }

  private void signIn() {
    String page = get("/app/sign-in");
    Map<String, String> fields = new LinkedHashMap<>();
    for (Form form : forms(page, "/app/sign-in")) {
      if (form.fields().containsKey("password")) {
        fields.putAll(form.fields());
      }
    }
    fields.put("username", workers.remove());
    fields.put("password", World.PASSWORD);
    byte[] body = new Form("post", "", fields).encoded().getBytes(StandardCharsets.US_ASCII);
    send(
        "POST /app/sign-in HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            + "Content-Length: "
            + body.length
            + "\r\n",
        body);
    Matcher made = TOKEN.matcher(get("/app/more"));
    token = made.find() ? made.group(1) : "";
  }

  private void walk(String spared) {
    Pattern left = Pattern.compile("/app/staff/" + spared + "(/.*)?");
    Set<String> known = new HashSet<>();
    Deque<String> ahead = new ArrayDeque<>(List.of("/app"));
    while (!ahead.isEmpty() && seen.size() < MOST) {
      String path = ahead.poll();
      if (left.matcher(path).matches()
          || !known.add(path.replaceAll("=[^&]*", "=").replaceAll("[0-9]+", "1"))) {
        continue;
      }
      seen.add(path);
      String page = get(path);
      for (Form form : forms(page, path)) {
        if (known.add(
            form.method() + form.action().replaceAll("[0-9]+", "1") + form.fields().keySet())) {
          forms.add(form);
        }
      }
      Matcher links = LINK.matcher(page);
      while (links.find()) {
        ahead.add(links.group(1).replace("&amp;", "&"));
      }
    }
  }

  private static List<Form> forms(String page, String path) {
    List<Form> forms = new ArrayList<>();
    Matcher form = FORM.matcher(page);
    while (form.find()) {
      Map<String, String> head = attributes(form.group(1));
      Map<String, String> fields = new LinkedHashMap<>();
      Matcher field = FIELD.matcher(form.group(2));
      while (field.find()) {
        Map<String, String> told = attributes(field.group());
        if (told.containsKey("name")) {
          fields.put(told.getOrDefault("name", ""), told.getOrDefault("value", ""));
        }
      }
      forms.add(
          new Form(
              head.getOrDefault("method", "get").toLowerCase(java.util.Locale.ROOT),
              head.getOrDefault("action", path),
              fields));
    }
    return forms;
  }

  private static Map<String, String> attributes(String tag) {
    Map<String, String> attributes = new LinkedHashMap<>();
    Matcher attribute = ATTRIBUTE.matcher(tag);
    while (attribute.find()) {
      attributes.put(attribute.group(1), attribute.group(2).replace("&amp;", "&"));
    }
    return attributes;
  }

  private String get(String path) {
    return send("GET " + path + " HTTP/1.1\r\n", new byte[0]).text();
  }

  private Reply send(String head, byte[] body) {
    String whole =
        head
            + "Host: "
            + wire.host()
            + "\r\nAccept: text/html\r\nConnection: close\r\n"
            + (cookies.isEmpty() ? "" : "Cookie: " + cookie() + "\r\n")
            + "\r\n"
            + new String(body, StandardCharsets.US_ASCII);
    try {
      Reply reply = wire.send(whole.getBytes(StandardCharsets.UTF_8), false, false);
      for (String cookie : reply.all("Set-Cookie")) {
        String[] pair = cookie.split(";", 2)[0].split("=", 2);
        if (pair[1].isEmpty()) {
          cookies.remove(pair[0]);
        } else {
          cookies.put(pair[0], pair[1]);
        }
      }
      return reply;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(head, e);
    }
  }
}
