package io.doula.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The shipped template and the built zip, as a person would try them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@EnabledOnOs(value = OS.LINUX, disabledReason = "AWS's runtime client is native code for Linux")
class LaptopIT {
  private static final List<String> LOG = new CopyOnWriteArrayList<>();
  private static final String PASSWORD = "a password for the laptop";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static Laptop laptop;
  private static String token = "";
  private static String clinic;

  @BeforeAll
  static void start() throws Exception {
    laptop =
        Laptop.start(
            new Laptop.Options(Path.of("../template.yaml"), 0, 1, Map.of(), Map.of(), LOG::add));
    signIn();
    clinic =
        created(
            "/api/clinics",
            """
            {"name":"Laptop","country":"KE","timeZone":"UTC","plan":"who","language":"en",
             "quietFrom":"00:00","quietTo":"00:00","sendAt":"12:00"}
            """);
  }

  @AfterAll
  static void stop() {
    if (laptop != null) {
      List<Long> pids = laptop.function("WebFunction").pids();
      laptop.close();
      assertThat(pids).isNotEmpty().allSatisfy(pid -> assertThat(ProcessHandle.of(pid)).isEmpty());
    }
  }

  @Test
  @Order(1)
  void theFrontIsWellAndReportsItsInvocations() throws Exception {
    HttpResponse<String> health = send("GET", "/health/", "");

    assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
    assertThat(LOG).anyMatch(line -> line.matches("\\[WebFunction] REPORT .*Max Memory Used.*"));
  }

  @Test
  @Order(2)
  void aMotherWhoIsDueGetsOneMessage() throws Exception {
    String reminder = dueReminder("+254700000101");

    laptop.trigger("TickFunction.EveryMinute");
    await(() -> state(reminder).equals("ACCEPTED"));
    laptop.trigger("TickFunction.EveryMinute");
    await(() -> reports("TickFunction") >= 2);
    Thread.sleep(2000);

    assertThat(messages(reminder)).isEqualTo(1);
    assertThat(LOG).contains("[WhatsApp] message for reminder " + reminder + " accepted");
  }

  @Test
  @Order(3)
  void aFunctionKilledWhileItSendsNeitherLosesNorRepeatsAMessage() throws Exception {
    String first = dueReminder("+254700000102");
    laptop.whatsApp().hold();
    laptop.trigger("TickFunction.EveryMinute");
    await(() -> messages(first) == 1);

    laptop
        .function("SendFunction")
        .pids()
        .forEach(pid -> ProcessHandle.of(pid).orElseThrow().destroyForcibly());
    String second = dueReminder("+254700000103");
    laptop.whatsApp().answer();
    await(() -> tickedTo(() -> state(second).equals("ACCEPTED")));
    // the lease of the one that was being sent has to run out before anybody may judge it
    await(() -> tickedTo(() -> state(first).equals("UNKNOWN")));

    assertThat(messages(first)).isEqualTo(1);
    assertThat(messages(second)).isEqualTo(1);
  }

  @Test
  @Order(4)
  void aPoisonMessageEndsAmongTheDeadLetters() throws Exception {
    int before = LOG.size();
    String queue = laptop.queues().urlOf("HintQueue");
    // in the template it is invisible for minutes after each failure
    laptop
        .queues()
        .client()
        .setQueueAttributes(
            change ->
                change
                    .queueUrl(queue)
                    .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "1")));
    laptop.queues().client().sendMessage(message -> message.queueUrl(queue).messageBody("poison"));

    await(
        () ->
            laptop
                .queues()
                .client()
                .receiveMessage(asked -> asked.queueUrl(laptop.queues().urlOf("HintDeadLetters")))
                .messages()
                .stream()
                .anyMatch(message -> message.body().equals("poison")));
    assertThat(LOG.subList(before, LOG.size()))
        .noneMatch(line -> line.startsWith("[SendFunction] ERROR"));
  }

  /** The first password lies in a secret, and is good for nothing but changing it. */
  private static void signIn() throws Exception {
    JsonNode first = json(laptop.secret("AdminSecret"));
    token = token(first.path("username").asString("admin"), first.path("password").asString());
    HttpResponse<String> changed =
        send("PATCH", "/api/users/me", "{\"password\":\"" + PASSWORD + "\"}");
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    token = token("admin", PASSWORD);
  }

  private static String token(String username, String password) throws Exception {
    token = "";
    HttpResponse<String> answer =
        send(
            "POST",
            "/api/token",
            "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer.body()).path("token").asString();
  }

  /** A mother with a baby of six weeks; her reminder's hour is made to have come. */
  private static String dueReminder(String phone) throws Exception {
    String mother =
        created(
            "/api/mothers",
            """
            {"clinicId":"%s","fullName":"Amina Otieno","phone":"%s","channels":["whatsapp"],
             "consent":true}
            """
                .formatted(clinic, phone));
    LocalDate born = LocalDate.now(ZoneOffset.UTC).minusDays(42);
    created("/api/babies", "{\"motherId\":\"%s\",\"birthDate\":\"%s\"}".formatted(mother, born));
    return one(
        """
        update reminder set due_at = now(), claim_at = now(), expires_at = now() + interval '1 day'
        where id = (select id from reminder where mother_id = %s and kind = 'DUE'
                    order by abs(extract(epoch from due_at - now())) limit 1)
        returning cast(id as text)
        """
            .formatted(mother));
  }

  private static boolean tickedTo(Callable<Boolean> reached) throws Exception {
    if (!reached.call()) {
      long before = reports("TickFunction");
      laptop.trigger("TickFunction.EveryMinute");
      await(() -> reports("TickFunction") > before);
    }
    return reached.call();
  }

  private static String state(String reminder) throws SQLException {
    return one("select state from reminder where id = " + reminder);
  }

  private static long messages(String reminder) {
    return laptop.whatsApp().accepted().stream()
        .filter(echo -> echo.startsWith(reminder + ":"))
        .count();
  }

  private static long reports(String function) {
    return LOG.stream().filter(line -> line.startsWith("[" + function + "] REPORT")).count();
  }

  private static String one(String sql) throws SQLException {
    try (Connection connection = laptop.database();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).as(sql).isTrue();
      return rows.getString(1);
    }
  }

  private static String created(String path, String body) throws Exception {
    HttpResponse<String> answer = send("POST", path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return json(answer.body()).path("id").asString();
  }

  private static HttpResponse<String> send(String method, String path, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(laptop.url() + path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode json(String text) {
    return new JsonMapper().readTree(text);
  }

  private static void await(Callable<Boolean> reached) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(100).toNanos();
    while (!reached.call()) {
      assertThat(System.nanoTime())
          .as(
              () ->
                  "waited in vain; the last lines: "
                      + LOG.subList(Math.max(0, LOG.size() - 15), LOG.size()))
          .isLessThan(end);
      Thread.sleep(200);
    }
  }
}
