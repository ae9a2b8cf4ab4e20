package io.doula.functions.local;

import java.util.Map;

/** The names that the template's resources have on this machine. */
final class Physical implements Intrinsics.Resources {
  private final Map<String, Object> resources;
  private final String sqs;

  /**
   * @param sqs where the queues are
   */
  Physical(Map<String, Object> resources, String sqs) {
    this.resources = resources;
    this.sqs = sqs;
  }

  static String queueUrl(String sqs, String id) {
    return sqs + "/" + Intrinsics.ACCOUNT + "/" + id;
  }

  static String arn(String service, String name) {
    return "arn:aws:%s:%s:%s:%s".formatted(service, Intrinsics.REGION, Intrinsics.ACCOUNT, name);
  }

  /** The last part of an ARN of a queue or a function, with or without version: a logical id. */
  static String idIn(String arn) {
    return arn.replaceFirst("^arn:aws:(lambda:[^:]*:[^:]*:function|sqs:[^:]*:[^:]*):", "")
        .replaceFirst(":.*", "");
  }

  @Override
  public Object ref(String id) {
    if (id.endsWith(".Alias")) {
      return arn("lambda", "function:" + id.replace(".Alias", ":live"));
    } else if (id.endsWith(".Version")) {
      return arn("lambda", "function:" + id.replace(".Version", ":1"));
    }
    return switch (type(id)) {
      case "AWS::SQS::Queue" -> queueUrl(sqs, id);
      case "AWS::SecretsManager::Secret" -> arn("secretsmanager", "secret:" + id);
      case "AWS::Serverless::Function" -> id;
      case "AWS::Serverless::HttpApi" -> "laptop";
      default -> null;
    };
  }

  @Override
  public Object attribute(String id, String attribute) {
    return switch (type(id) + "." + attribute) {
      case "AWS::SQS::Queue.Arn" -> arn("sqs", id);
      case "AWS::SQS::Queue.QueueName" -> id;
      case "AWS::SQS::Queue.QueueUrl" -> queueUrl(sqs, id);
      case "AWS::Serverless::Function.Arn" -> arn("lambda", "function:" + id);
      default -> null;
    };
  }

  private String type(String id) {
    return resources.containsKey(id)
        ? Template.map(resources.get(id)).get("Type").toString()
        : "nothing";
  }
}
