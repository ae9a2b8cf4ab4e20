package io.doula.functions.local;

import io.doula.functions.local.Http.Reply;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Creates one {@code Custom::} resource as CloudFormation does: an event, and an answer by PUT. */
final class CustomResource {
  private static final JsonMapper JSON = new JsonMapper();

  private CustomResource() {}

  /**
   * @throws IllegalStateException with the function's reason when it says FAILED or nothing
   */
  static void create(
      String id, String type, Map<String, Object> properties, LambdaFunction function)
      throws IOException, InterruptedException {
    CompletableFuture<JsonNode> answered = new CompletableFuture<>();
    try (Http http =
        Http.start(
            0,
            1024 * 1024,
            request -> {
              answered.complete(JSON.readTree(request.body()));
              return Reply.json(200, "");
            })) {
      Map<String, Object> event = new LinkedHashMap<>();
      event.put("RequestType", "Create");
      event.put("ServiceToken", properties.get("ServiceToken"));
      event.put("ResponseURL", "http://127.0.0.1:" + http.port() + "/answer?for=" + id);
      event.put("StackId", Physical.arn("cloudformation", "stack/laptop/1"));
      event.put("RequestId", UUID.randomUUID().toString());
      event.put("ResourceType", type);
      event.put("LogicalResourceId", id);
      event.put("ResourceProperties", properties);
      Answer answer = function.invoke(JSON.writeValueAsBytes(event));
      if (answer.failed() && !answered.isDone()) {
        throw new IllegalStateException(id + " was not created: " + answer.text());
      }
      // CloudFormation would wait for as long as the resource allows; the function has ended here
      JsonNode said = answered.get(5, TimeUnit.SECONDS);
      if (!said.path("Status").asString("").equals("SUCCESS")) {
        throw new IllegalStateException(
            id + " was not created: " + said.path("Reason").asString("no reason given"));
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          id + " was not created: the function said nothing to its ResponseURL", e);
    }
  }
}
