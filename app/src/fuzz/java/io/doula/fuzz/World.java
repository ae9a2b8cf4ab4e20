package io.doula.fuzz;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A clinic, its staff and its families, made through the API as any clinic's are, so that a request
 * is spoilt in one place and sound in all others.
 */
final class World {
  private static final JsonMapper JSON = new JsonMapper();
  static final String PASSWORD = "a long password for the fuzzer";

  /** Requests that share a family: what one does to it is soon behind the others. */
  private static final int SHARED = 40;

  /** Ids by the name of the list that they are in. */
  record Family(Map<String, String> ids) {}

  private final Wire wire;
  private final String admin;
  private final String adminPassword;
  private final String suffix = Long.toString(System.nanoTime(), 36);
  private final Map<Who, String> tokens = new ConcurrentHashMap<>();
  private final Map<Integer, Family> families = new ConcurrentHashMap<>();
  private final LocalDate today;
  private final String clinic;
  private final String spare;

  World(URI base, String admin, String adminPassword) {
    this.wire = new Wire(base, 60_000);
    this.admin = admin;
    this.adminPassword = adminPassword;
    tokens.put(Who.ADMIN, signIn(admin, adminPassword).path("token").asString());
    // by the program's own clock, which need not be this machine's
    JsonNode report = JSON.readTree(send("GET", "/api/reports/coverage", null).body());
    this.today =
        Instant.parse(report.path("asOf").asString())
            .atZone(ZoneOffset.UTC)
            .toLocalDate()
            .minusDays(1);
    this.clinic =
        id(
            "/api/clinics",
            "{\"name\":\"Fuzz %s\",\"country\":\"KE\",\"timeZone\":\"Africa/Nairobi\"}"
                .formatted(suffix));
    join(Who.NURSE);
    join(Who.VIEWER);
    this.spare = user("SPARE", "NURSE");
  }

  JsonNode description() {
    return JSON.readTree(send("GET", "/api/openapi.json", null).body());
  }

  /** A day on which all that is told may have happened. */
  LocalDate today() {
    return today;
  }

  String clinic() {
    return clinic;
  }

  String host() {
    return wire.host();
  }

  String token(Who who) {
    return tokens.getOrDefault(who, "");
  }

  /** Signs in again, whoever lost her token. */
  synchronized void renew(Who who, String lost) {
    if (!token(who).equals(lost)) {
      return;
    }
    if (who == Who.ADMIN) {
      tokens.put(who, signIn(admin, adminPassword).path("token").asString());
    } else {
      join(who);
    }
  }

  /**
   * New ADMINs who work with pages: what a form does to one of them stays her own. Each has come in
   * from here before, so that nobody who guesses here shuts her out.
   */
  List<String> pageWorkers(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = "fuzz-pages-" + unique();
      user(name, "ADMIN");
      signIn(name, PASSWORD);
      names.add(name);
    }
    return names;
  }

  /** The id of the ADMIN who made this world and has to keep hers. */
  String maker() {
    return JSON.readTree(send("GET", "/api/users/me", null).body()).path("id").asString();
  }

  /** The people of the request with this number. */
  Family family(int number) {
    return families.computeIfAbsent(number / SHARED, n -> family());
  }

  private Family family() {
    Map<String, String> ids = new HashMap<>();
    ids.put("plans", "who");
    ids.put("clinics", clinic);
    ids.put("users", spare);
    String mother =
        id(
            "/api/mothers",
            """
            {"clinicId":"%s","fullName":"Amina Otieno","phone":"+254700%06d","channels":["sms"],"consent":true}
            """
                .formatted(clinic, (families.size() + 1) % 1_000_000));
    ids.put("mothers", mother);
    String baby =
        id(
            "/api/babies",
            "{\"motherId\":\"%s\",\"birthDate\":\"%s\",\"name\":\"Zawadi\"}"
                .formatted(mother, today.minusDays(400)));
    ids.put("babies", baby);
    ids.put(
        "pregnancies",
        id(
            "/api/mothers/" + mother + "/pregnancies",
            "{\"lmp\":\"%s\"}".formatted(today.minusDays(90))));
    ids.put(
        "doses",
        id(
            "/api/babies/" + baby + "/doses",
            "{\"vaccine\":\"BCG\",\"on\":\"%s\"}".formatted(today.minusDays(390))));
    ids.put(
        "contacts",
        id("/api/babies/" + baby + "/contacts", "{\"on\":\"%s\"}".formatted(today.minusDays(395))));
    first("/api/reminders?mother=" + mother, "reminders", ids);
    return new Family(Map.copyOf(ids));
  }

  /** The id for a place in a path, such as {@code /api/mothers/} before {@code {id}}. */
  String id(Family family, String before) {
    String list = before.replaceAll("/$", "").replaceAll("^.*/", "");
    String known = family.ids().get(list);
    return known == null ? found(list, before) : known;
  }

  private final Map<String, String> found = new ConcurrentHashMap<>();

  /** Of lists that this world did not fill, their first thing. */
  private String found(String list, String before) {
    return found.computeIfAbsent(
        before,
        path -> {
          Map<String, String> ids = new HashMap<>();
          first(path.replaceAll("/$", ""), list, ids);
          return ids.getOrDefault(list, "1");
        });
  }

  private void first(String path, String list, Map<String, String> ids) {
    if (path.contains("{")) {
      return;
    }
    Reply reply = send("GET", path, null);
    if (reply.isWell()) {
      JsonNode item = JSON.readTree(reply.body()).path("items").path(0);
      String id = item.path("id").asString(item.path("code").asString(""));
      if (!id.isEmpty()) {
        ids.put(list, id);
      }
    }
  }

  private void join(Who who) {
    String name = "fuzz-" + who.name().toLowerCase(java.util.Locale.ROOT) + "-" + unique();
    user(name, who.name());
    tokens.put(who, signIn(name, PASSWORD).path("token").asString());
  }

  private String user(String name, String role) {
    return id(
        "/api/users",
        "{\"username\":\"%s\",\"role\":\"%s\",\"clinics\":[\"%s\"],\"password\":\"%s\"}"
            .formatted(
                name.equals("SPARE") ? "fuzz-spare-" + unique() : name, role, clinic, PASSWORD));
  }

  private int joined;

  private String unique() {
    return suffix + "-" + joined++;
  }

  private JsonNode signIn(String name, String password) {
    Reply reply =
        send(
            "POST",
            "/api/token",
            "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(name, password));
    if (reply.status() == 429) {
      // after some seeds in a row whoever is new at this address has to wait
      sleep(String.valueOf(reply.header("Retry-After")));
      return signIn(name, password);
    }
    if (!reply.isWell()) {
      throw new IllegalStateException("the sign-in is refused: " + reply.status());
    }
    return JSON.readTree(reply.body());
  }

  private static void sleep(String seconds) {
    try {
      Thread.sleep(1000 * Long.parseLong(seconds));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String id(String path, String body) {
    Reply reply = send("POST", path, body);
    if (!reply.isWell()) {
      throw new IllegalStateException("POST " + path + ": " + reply.status() + " " + reply.text());
    }
    return JSON.readTree(reply.body()).path("id").asString();
  }

  private Reply send(String method, String path, @org.jspecify.annotations.Nullable String body) {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    head.append("Host: ").append(wire.host()).append("\r\nConnection: close\r\n");
    if (tokens.containsKey(Who.ADMIN)) {
      head.append("Authorization: Bearer ").append(token(Who.ADMIN)).append("\r\n");
    }
    byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    if (body != null) {
      head.append("Content-Type: application/json\r\nContent-Length: ").append(bytes.length);
      head.append("\r\n");
    }
    byte[] request = (head + "\r\n" + (body == null ? "" : body)).getBytes(StandardCharsets.UTF_8);
    try {
      return wire.send(request, false, false);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(method + " " + path, e);
    }
  }

  static List<String> lists() {
    return List.of("mothers", "babies", "pregnancies", "clinics", "users", "reminders");
  }
}
