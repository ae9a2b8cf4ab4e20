package io.doula.channel;

import io.doula.channel.Graph.Reply;
import java.time.Duration;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * WhatsApp over Meta's Cloud API: approved templates, whose places are filled. One call is one
 * request; it is never repeated here.
 */
final class WhatsAppChannel implements Channel {
  static final String NAME = "whatsapp";

  /** Request Timeout and Too Early: whoever says so may have passed the request on. */
  private static final Set<Integer> NO_REFUSAL = Set.of(408, 425);

  private static final JsonMapper JSON = new JsonMapper();

  private volatile WhatsAppSettings settings;
  private volatile Graph graph;

  WhatsAppChannel(WhatsAppSettings settings) {
    this.settings = settings;
    this.graph = new Graph(settings.base(), settings.token());
  }

  /** Sends with these from now on, on connections of its own. */
  void renew(WhatsAppSettings newer) {
    graph = new Graph(newer.base(), newer.token());
    settings = newer;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean sendsReceipts() {
    return settings.hasWebhook();
  }

  @Override
  public int ratePerSecond() {
    return settings.rate();
  }

  @Override
  public Outcome send(Outgoing message, Duration deadline) {
    byte[] body = JSON.writeValueAsBytes(body(message));
    Reply reply = graph.post(settings.phoneNumberId() + "/messages", body, deadline);
    if (reply.fault() != null) {
      return reply.left() ? Outcome.unknown(reply.fault()) : Outcome.refused(reply.fault());
    }
    if (reply.status() / 100 == 2) {
      return accepted(reply);
    }
    if (reply.status() / 100 == 4 && !NO_REFUSAL.contains(reply.status())) {
      return WhatsAppRefusal.in(reply.status(), reply.body(), JSON)
          .outcome(template(message), reply.retryAfter());
    }
    return Outcome.unknown("HTTP " + reply.status());
  }

  private static Outcome accepted(Reply reply) {
    try {
      String id = JSON.readTree(reply.body()).path("messages").path(0).path("id").asString("");
      return id.isBlank()
          ? Outcome.unknown("HTTP " + reply.status() + " without the message's id")
          : Outcome.accepted(id);
    } catch (JacksonException e) {
      return Outcome.unknown("HTTP " + reply.status() + " with an answer that can't be read");
    }
  }

  private static String template(Outgoing message) {
    return message.template() + "/" + message.language();
  }

  /**
   * With the plus: Meta would take a number without it for one of the sender's own country when it
   * does not know better.
   */
  private static JsonNode body(Outgoing message) {
    ObjectNode body = JSON.createObjectNode();
    body.put("messaging_product", NAME);
    body.put("recipient_type", "individual");
    body.put("to", message.to());
    body.put("type", "template");
    ObjectNode template = body.putObject("template");
    template.put("name", message.template());
    template.putObject("language").put("code", code(message.language()));
    if (!message.parameters().isEmpty()) {
      ObjectNode component = template.putArray("components").addObject();
      component.put("type", "body");
      ArrayNode parameters = component.putArray("parameters");
      message.parameters().forEach(p -> parameters.addObject().put("type", "text").put("text", p));
    }
    body.put("biz_opaque_callback_data", message.correlation());
    return body;
  }

  /** Meta writes {@code pt_BR} where BCP 47 has {@code pt-BR}; en, fr, hi, sw and zu are alike. */
  static String code(String language) {
    return language.replace('-', '_');
  }
}
