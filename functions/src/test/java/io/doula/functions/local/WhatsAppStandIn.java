package io.doula.functions.local;

import io.doula.functions.local.Http.Reply;
import io.doula.functions.local.Http.Request;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes WhatsApp messages in Meta's place, and says of which reminder they are, never a word more.
 */
final class WhatsAppStandIn implements AutoCloseable {
  private final List<String> accepted = new CopyOnWriteArrayList<>();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private final Consumer<String> log;
  private final Http http;

  WhatsAppStandIn(Consumer<String> log) throws IOException {
    this.log = log;
    this.http = Http.start(0, 1024 * 1024, this::answer);
  }

  /** For the secret that holds the functions' further settings. */
  Map<String, String> settings() {
    return Map.of(
        "DOULA_WHATSAPP_BASE_URL", "http://127.0.0.1:" + http.port(),
        "DOULA_WHATSAPP_PHONE_NUMBER_ID", "1000001",
        "DOULA_WHATSAPP_TOKEN", Secrets.password(),
        "DOULA_WHATSAPP_APP_SECRET", Secrets.password(),
        "DOULA_WHATSAPP_VERIFY_TOKEN", Secrets.password());
  }

  /** What each message said in Meta's echo field, REMINDER:ATTEMPT, in order. */
  List<String> accepted() {
    return accepted;
  }

  /**
   * From now on it accepts messages but keeps its answers back, until {@link #answer} is called.
   */
  void hold() {
    gate = new CountDownLatch(1);
  }

  void answer() {
    gate.countDown();
  }

  @Override
  public void close() {
    http.close();
  }

  private Reply answer(Request request) throws InterruptedException {
    if (!request.method().equals("POST") || !request.target().endsWith("/messages")) {
      return Reply.json(200, "{\"data\":[]}");
    }
    JsonNode message = new JsonMapper().readTree(request.body());
    String echo = message.path("biz_opaque_callback_data").asString("?");
    accepted.add(echo);
    log.accept("[WhatsApp] message for reminder " + echo.split(":")[0] + " accepted");
    int number = accepted.size();
    gate.await();
    return Reply.json(
        200,
        """
        {"messaging_product":"whatsapp","contacts":[{"input":"0","wa_id":"0"}],
         "messages":[{"id":"wamid.%d","message_status":"accepted"}]}
        """
            .formatted(number));
  }
}
