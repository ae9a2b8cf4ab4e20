package io.doula.channel;

import io.doula.channel.Graph.Reply;
import io.doula.core.CannotStart;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.core.env.Environment;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The templates of a WhatsApp Business account: how they are submitted, and how they stand. */
public final class WhatsAppTemplates {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final int MOST_PAGES = 100;
  private static final JsonMapper JSON = new JsonMapper();

  private final Graph graph;
  private final String account;

  private WhatsAppTemplates(Graph graph, String account) {
    this.graph = graph;
    this.account = account;
  }

  /**
   * How a template stands at Meta.
   *
   * @param language as Meta names it
   * @param status APPROVED, PENDING, REJECTED, PAUSED, DISABLED …
   * @param category UTILITY, or what Meta made of it
   * @param body empty when it has none
   */
  public record Standing(
      String name, String language, String status, String category, String body) {}

  /**
   * @return empty when the account's id is not given: then there is nothing to compare with
   * @throws CannotStart when WhatsApp is set up by half
   */
  public static Optional<WhatsAppTemplates> of(Environment environment) {
    return WhatsAppSettings.of(environment)
        .filter(settings -> settings.businessAccountId() != null)
        .map(
            settings ->
                new WhatsAppTemplates(
                    new Graph(settings.base(), settings.token()),
                    String.valueOf(settings.businessAccountId())));
  }

  /**
   * The JSON that {@code POST /{account}/message_templates} takes, on one line.
   *
   * @param language BCP 47
   * @param samples one for each place of the body
   */
  public static String submission(String name, String language, String body, List<String> samples) {
    ObjectNode template = JSON.createObjectNode();
    template.put("name", name);
    template.put("language", metaLanguage(language));
    template.put("category", "UTILITY");
    template.put("parameter_format", "POSITIONAL");
    ObjectNode component = template.putArray("components").addObject();
    component.put("type", "BODY").put("text", body);
    ArrayNode example = component.putObject("example").putArray("body_text").addArray();
    samples.forEach(example::add);
    return JSON.writeValueAsString(template);
  }

  /** As Meta names a language: {@code pt_BR} for {@code pt-BR}. */
  public static String metaLanguage(String language) {
    return WhatsAppChannel.code(language);
  }

  /**
   * All templates of the account.
   *
   * @throws CannotStart when Meta does not tell, with the reason
   */
  public List<Standing> standings() {
    List<Standing> all = new ArrayList<>();
    String after = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      JsonNode answer = page(after);
      answer.path("data").forEach(template -> all.add(standing(template)));
      after = answer.path("paging").path("cursors").path("after").asString("");
      if (after.isEmpty() || !answer.path("paging").has("next")) {
        return all;
      }
    }
    throw new CannotStart("Meta lists more templates than any account may have.");
  }

  private JsonNode page(String after) {
    Reply reply =
        graph.get(
            account
                + "/message_templates?fields=name,language,status,category,components&limit=100"
                + (after.isEmpty()
                    ? ""
                    : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8)),
            DEADLINE);
    if (reply.fault() != null) {
      throw new CannotStart("Meta does not list the templates: " + reply.fault());
    }
    if (reply.status() / 100 == 4) {
      throw new CannotStart(
          "Meta does not list the templates: "
              + WhatsAppRefusal.in(reply.status(), reply.body(), JSON).words());
    }
    try {
      JsonNode answer = JSON.readTree(reply.body());
      if (reply.status() == 200 && answer.path("data").isArray()) {
        return answer;
      }
    } catch (JacksonException e) {
      // told below
    }
    throw new CannotStart("Meta does not list the templates: HTTP " + reply.status());
  }

  private static Standing standing(JsonNode template) {
    String body = "";
    for (JsonNode component : template.path("components")) {
      if (component.path("type").asString("").equals("BODY")) {
        body = component.path("text").asString("");
      }
    }
    return new Standing(
        template.path("name").asString(""),
        template.path("language").asString(""),
        template.path("status").asString(""),
        template.path("category").asString(""),
        body);
  }
}
