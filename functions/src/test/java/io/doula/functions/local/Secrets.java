package io.doula.functions.local;

import io.doula.functions.local.Http.Reply;
import io.doula.functions.local.Http.Request;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** As much of Secrets Manager as the functions use: GetSecretValue and PutSecretValue. */
final class Secrets implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final Map<String, String> values = new ConcurrentHashMap<>();

  /** A secret's ARN, which is made of its logical id, to its name. */
  private final Map<String, String> names = new ConcurrentHashMap<>();

  private final Http http = Http.start(0, 1024 * 1024, this::answer);

  Secrets() throws IOException {}

  /** What AWS_ENDPOINT_URL_SECRETS_MANAGER is set to. */
  String url() {
    return "http://127.0.0.1:" + http.port();
  }

  /** Makes the template's, with made-up passwords where it wants such. */
  void make(Template template) {
    for (String id : template.ids("AWS::SecretsManager::Secret")) {
      Object name = template.property(id, "Name");
      names.put(
          Physical.arn("secretsmanager", "secret:" + id), name == null ? id : name.toString());
      Object fixed = template.property(id, "SecretString");
      put(
          name == null ? id : name.toString(),
          fixed == null
              ? madeUp(Template.map(template.property(id, "GenerateSecretString")))
              : fixed.toString());
    }
  }

  void put(String nameOrArn, String value) {
    values.put(name(nameOrArn), value);
  }

  boolean has(String nameOrArn) {
    return values.containsKey(name(nameOrArn));
  }

  String get(String nameOrArn) {
    return values.get(name(nameOrArn));
  }

  /** Adds settings to a secret's JSON object. */
  void add(String nameOrArn, Map<String, ?> settings) {
    ObjectNode json =
        has(nameOrArn) ? (ObjectNode) JSON.readTree(get(nameOrArn)) : JSON.createObjectNode();
    settings.forEach((setting, value) -> json.set(setting, JSON.valueToTree(value)));
    put(nameOrArn, json.toString());
  }

  /** Letters and digits, long enough for a key. */
  static String password() {
    SecureRandom random = new SecureRandom();
    StringBuilder password = new StringBuilder();
    random.ints(48, 0, LETTERS.length()).forEach(at -> password.append(LETTERS.charAt(at)));
    return password.toString();
  }

  @Override
  public void close() {
    http.close();
  }

  private String name(String nameOrArn) {
    return names.getOrDefault(nameOrArn, nameOrArn);
  }

  private static String madeUp(Map<String, Object> wanted) {
    if (!wanted.containsKey("GenerateStringKey")) {
      return wanted.isEmpty() ? "{}" : password();
    }
    ObjectNode json = (ObjectNode) JSON.readTree(wanted.get("SecretStringTemplate").toString());
    return json.put(wanted.get("GenerateStringKey").toString(), password()).toString();
  }

  private Reply answer(Request request) {
    JsonNode asked = JSON.readTree(request.body());
    String id = asked.path("SecretId").asString("");
    String action = request.header("X-Amz-Target").replace("secretsmanager.", "");
    if (!List.of("GetSecretValue", "PutSecretValue").contains(action)) {
      return refused("UnknownOperationException", "the laptop stack does not know " + action);
    } else if (!has(id)) {
      return refused(
          "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    }
    if (action.equals("PutSecretValue")) {
      put(id, asked.path("SecretString").asString());
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("ARN", Physical.arn("secretsmanager", "secret:" + name(id)));
    answer.put("Name", name(id));
    answer.put("VersionId", UUID.randomUUID().toString());
    answer.put("VersionStages", List.of("AWSCURRENT"));
    answer.put("SecretString", get(id));
    return Reply.json(200, JSON.writeValueAsString(answer));
  }

  private static Reply refused(String type, String message) {
    return Reply.json(400, JSON.writeValueAsString(Map.of("__type", type, "Message", message)));
  }
}
