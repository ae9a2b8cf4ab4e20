package io.doula.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.doula.message.Messages;
import io.doula.message.Template;
import io.doula.testing.EmbeddedDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The commands about WhatsApp, of the jar as it is shipped, against a server in Meta's place. */
class WhatsAppCommandsIT {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  private final List<JsonNode> standing = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private HttpServer meta;
  private int sendStatus = 200;
  private String sendAnswer = "{\"messages\":[{\"id\":\"wamid.TEST\"}]}";

  @BeforeEach
  void aServerInMetasPlace() throws IOException {
    meta = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    meta.createContext("/", this::answer);
    meta.start();
  }

  @AfterEach
  void stop() {
    meta.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
    boolean good =
        "Bearer the-token".equals(exchange.getRequestHeaders().getFirst("Authorization"));
    boolean list = exchange.getRequestMethod().equals("GET");
    int status = !good ? 401 : list ? 200 : sendStatus;
    String answer =
        !good
            ? "{\"error\":{\"code\":190}}"
            : list ? page(exchange.getRequestURI().getQuery()) : sendAnswer;
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** Ten on each page. */
  private String page(String query) {
    int from = query.contains("after=") ? Integer.parseInt(query.replaceFirst(".*after=", "")) : 0;
    int to = Math.min(standing.size(), from + 10);
    ObjectNode page = JSON.createObjectNode();
    standing.subList(from, to).forEach(page.putArray("data")::add);
    ObjectNode paging = page.putObject("paging");
    paging.putObject("cursors").put("after", String.valueOf(to));
    if (to < standing.size()) {
      paging.put("next", "https://elsewhere.example.org/");
    }
    return JSON.writeValueAsString(page);
  }

  @Test
  void theTemplatesArePrintedAsMetaWantsThem() throws Exception {
    JarRun run = JarRun.of(folder, Map.of("LC_ALL", "C"), "templates");
    assertThat(run.exitCode()).as(run.output()).isZero();
    List<JsonNode> submissions = submissions(run);
    assertThat(submissions).hasSize(15);
    assertThat(submissions)
        .anySatisfy(
            each ->
                assertThat(each)
                    .isEqualTo(
                        JSON.readTree(
                            """
                            {"name":"doula_due_v1","language":"hi","category":"UTILITY","parameter_format":"POSITIONAL",
                             "components":[{"type":"BODY",
                               "text":"नमस्ते {{1}}, कृपया आज, {{2}} को, {{3}} आएँ। {{4}}। रोकने के लिए 'बंद' भेजें।",
                               "example":{"body_text":[["सुनीता जी","गुरुवार 26 नवंबर","रामपुर स्वास्थ्य केंद्र",
                                 "आरव के लिए: टीके (पोलियो ड्रॉप्स, निमोनिया)"]]}}]}
                            """)));
    assertThat(run.output()).contains("DOULA_WHATSAPP_BUSINESS_ACCOUNT_ID");
  }

  @Test
  void whatIsApprovedAsItStandsIsGood() throws Exception {
    new Messages().templates().forEach(each -> standing.add(approved(each)));
    JarRun run = JarRun.of(folder, settings(), "templates");
    assertThat(run.output())
        .contains("doula_due_v1/sw", "All templates are approved as they stand here.")
        .doesNotContain("NOT OK");
    assertThat(run.exitCode()).isZero();
    assertThat(asked).hasSize(2).allMatch(line -> line.contains("/v25.0/4711/message_templates?"));
  }

  @Test
  void whatIsMissingPausedOrOtherwiseIsTold() throws Exception {
    for (Template each : new Messages().templates()) {
      ObjectNode there = approved(each);
      switch (each.name() + "/" + each.language()) {
        case "doula_due_v1/sw" -> there.put("status", "PAUSED");
        case "doula_due_v1/zu" ->
            ((ObjectNode) there.path("components").path(0)).put("text", "Sawubona");
        case "doula_missed_v1/fr" -> there.put("category", "MARKETING");
        case "doula_missed_v1/hi" -> there.put("name", "other");
        default -> {}
      }
      standing.add(there);
    }
    JarRun run = JarRun.of(folder, settings(), "templates");
    assertThat(run.output())
        .containsPattern("doula_due_v1/sw +NOT OK: is PAUSED")
        .containsPattern("doula_due_v1/zu +NOT OK: has other words there")
        .containsPattern("doula_missed_v1/fr +NOT OK: is in category MARKETING, not UTILITY")
        .containsPattern("doula_missed_v1/hi +NOT OK: is missing")
        .contains("4 of 15 templates can't be used like this.");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void aTokenThatIsNoLongerGoodIsTold() throws Exception {
    JarRun run = JarRun.of(folder, with("DOULA_WHATSAPP_TOKEN", "old"), "templates");
    assertThat(run.output())
        .contains("Meta does not list the templates: HTTP 401, code 190: the token has expired");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void checkSaysHowWhatsAppIsSetUp() throws Exception {
    assertThat(JarRun.of(folder, Map.of(), "check").output())
        .containsPattern("whatsapp +not set up");
    assertThat(JarRun.of(folder, settings(), "check").output())
        .containsPattern(
            "whatsapp +number 1065 at http://127.0.0.1:\\d+, up to 80 a second; no receipts");
    JarRun half = JarRun.of(folder, Map.of("DOULA_WHATSAPP_TOKEN", "the-token"), "check");
    assertThat(half.output())
        .contains("NOT OK: WhatsApp is set up by half. Missing: DOULA_WHATSAPP_PHONE_NUMBER_ID.")
        .doesNotContain("the-token");
    assertThat(half.exitCode()).isEqualTo(1);
  }

  @Test
  void aTestMessageIsSentAndTheAnswerToldInWords() throws Exception {
    Map<String, String> all = new HashMap<>(settings());
    all.put("DOULA_SECRET_KEY", "a key for tests only, thirty-two characters or more");
    all.put("SPRING_DATASOURCE_URL", EmbeddedDatabase.url("whatsapp_commands"));
    all.put("SPRING_DATASOURCE_USERNAME", EmbeddedDatabase.OWNER);
    all.put("SPRING_DATASOURCE_PASSWORD", "any");
    assertThat(JarRun.of(folder, all, "migrate").exitCode()).isZero();

    JarRun sent = JarRun.of(folder, all, "check", "--send-to", "+254700000901", "--language", "sw");
    assertThat(sent.output())
        .containsPattern("whatsapp +took the test message; its id is wamid.TEST");
    assertThat(sent.exitCode()).isZero();
    assertThat(asked).hasSize(1);
    assertThat(asked.get(0))
        .contains("POST /v25.0/1065/messages", "\"to\":\"+254700000901\"", "doula_due_v1");

    sendStatus = 404;
    sendAnswer = "{\"error\":{\"code\":132001}}";
    JarRun refused = JarRun.of(folder, all, "check", "--send-to", "+254700000901");
    assertThat(refused.output())
        .containsPattern("whatsapp +may not send \\(doula_due_v1/en\\): HTTP 404, code 132001: ");
    assertThat(refused.exitCode()).isEqualTo(1);

    Map<String, String> half = new HashMap<>(all);
    half.remove("DOULA_WHATSAPP_PHONE_NUMBER_ID");
    JarRun start = JarRun.of(folder, half);
    assertThat(start.output())
        .contains("WhatsApp is set up by half. Missing: DOULA_WHATSAPP_PHONE_NUMBER_ID.");
    assertThat(start.exitCode()).isEqualTo(1);

    JarRun typo = JarRun.of(folder, all, "check", "--send-to", "0700000901");
    assertThat(typo.output()).startsWith("--send-to is not E.164");
    assertThat(asked).hasSize(2);
  }

  private static List<JsonNode> submissions(JarRun run) {
    return run.output().lines().filter(line -> line.startsWith("{")).map(JSON::readTree).toList();
  }

  private static ObjectNode approved(Template template) {
    ObjectNode there = JSON.createObjectNode();
    there.put("name", template.name()).put("language", template.language());
    there.put("status", "APPROVED").put("category", "UTILITY");
    ArrayNode components = there.putArray("components");
    components.addObject().put("type", "BODY").put("text", template.body());
    return there;
  }

  private Map<String, String> settings() {
    return with("DOULA_WHATSAPP_TOKEN", "the-token");
  }

  private Map<String, String> with(String name, String value) {
    Map<String, String> settings = new HashMap<>();
    settings.put("DOULA_WHATSAPP_BASE_URL", "http://127.0.0.1:" + meta.getAddress().getPort());
    settings.put("DOULA_WHATSAPP_PHONE_NUMBER_ID", "1065");
    settings.put("DOULA_WHATSAPP_BUSINESS_ACCOUNT_ID", "4711");
    settings.put(name, value);
    return settings;
  }
}
