package io.doula.functions.local;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which of the template's words this stack acts on, and which it leaves aside because they mean
 * nothing on one machine. Any other is refused by its name: a template must not seem to work here
 * and do something else on AWS.
 */
final class Known {
  private static final Set<String> SECTIONS =
      words(
          "AWSTemplateFormatVersion Transform Description Metadata Parameters Rules Mappings"
              + " Conditions Globals Resources Outputs");

  /** Of a resource, beside its properties. */
  private static final Set<String> ATTRIBUTES =
      words(
          "Type Properties Condition DependsOn DeletionPolicy UpdateReplacePolicy Metadata"
              + " CreationPolicy UpdatePolicy");

  /** Whole types without a part on a laptop: networks, rights, logs, alarms, names, releases. */
  private static final List<String> ASIDE =
      List.of(
          "AWS::ApiGatewayV2::ApiMapping",
          "AWS::ApiGatewayV2::DomainName",
          "AWS::CertificateManager::",
          "AWS::CloudFormation::WaitConditionHandle",
          "AWS::CloudWatch::",
          "AWS::CodeDeploy::",
          "AWS::EC2::",
          "AWS::IAM::",
          "AWS::Lambda::Permission",
          "AWS::Logs::",
          "AWS::RDS::",
          "AWS::Route53::",
          "AWS::SNS::",
          "AWS::SQS::QueuePolicy",
          "AWS::SecretsManager::ResourcePolicy",
          "AWS::SecretsManager::RotationSchedule",
          "AWS::SecretsManager::SecretTargetAttachment");

  private static final Map<String, Set<String>> PROPERTIES = new HashMap<>();

  static {
    knows(
        "AWS::Serverless::Function",
        "CodeUri Handler Runtime MemorySize Timeout Environment SnapStart Events EventInvokeConfig",
        "Description Architectures AutoPublishAlias AutoPublishAliasAllProperties Role Policies"
            + " VpcConfig LoggingConfig DeploymentPreference FunctionName Tags InlineCode Tracing"
            + " ReservedConcurrentExecutions PropagateTags");
    knows("Environment", "Variables", "");
    knows("SnapStart", "ApplyOn", "");
    knows(
        "EventInvokeConfig", "MaximumEventAgeInSeconds MaximumRetryAttempts DestinationConfig", "");
    knows("DestinationConfig", "OnFailure", "");
    knows("OnFailure", "Destination Type", "");
    knows(
        "AWS::Serverless::HttpApi",
        "StageName",
        "DefaultRouteSettings AccessLogSettings Domain Tags Name Description"
            + " DisableExecuteApiEndpoint FailOnWarnings PropagateTags");
    knows(
        "AWS::SQS::Queue",
        "VisibilityTimeout MessageRetentionPeriod ReceiveMessageWaitTimeSeconds DelaySeconds"
            + " RedrivePolicy",
        "SqsManagedSseEnabled KmsMasterKeyId QueueName Tags RedriveAllowPolicy");
    knows("RedrivePolicy", "deadLetterTargetArn maxReceiveCount", "");
    knows(
        "AWS::SecretsManager::Secret",
        "Name SecretString GenerateSecretString",
        "Description KmsKeyId Tags");
    knows(
        "GenerateSecretString",
        "SecretStringTemplate GenerateStringKey PasswordLength",
        "ExcludeCharacters ExcludePunctuation RequireEachIncludedType IncludeSpace");
    knows("event HttpApi", "ApiId PayloadFormatVersion", "TimeoutInMillis");
    knows(
        "event Schedule",
        "Schedule Input Enabled State",
        "Name Description RetryPolicy DeadLetterConfig");
    knows(
        "event SQS",
        "Queue BatchSize FunctionResponseTypes ScalingConfig Enabled"
            + " MaximumBatchingWindowInSeconds",
        "");
    knows("ScalingConfig", "MaximumConcurrency", "");
  }

  private Known() {}

  /** A function in another language: part of a release or of a rotation, not of Doula's work. */
  static boolean isForeignFunction(Map<?, ?> resource) {
    Object runtime = Template.map(resource.get("Properties")).get("Runtime");
    return resource.get("Type").toString().endsWith("::Function")
        && runtime != null
        && !runtime.toString().startsWith("java");
  }

  static void sections(Map<String, Object> template) {
    refuseOthers("the template", template.keySet(), SECTIONS);
  }

  /** Whether the stack acts on this resource; refuses what it doesn't know. */
  static boolean isActedOn(String id, Map<?, ?> resource) {
    String type = resource.get("Type").toString();
    refuseOthers(id, resource.keySet(), ATTRIBUTES);
    if (type.startsWith("Custom::")) {
      return true;
    } else if (PROPERTIES.containsKey(type)) {
      properties(type, id, (Map<?, ?>) resource.get("Properties"));
      return true;
    } else if (ASIDE.stream().anyMatch(type::startsWith)) {
      return false;
    }
    throw new UnknownFeature(id, "resources of type " + type);
  }

  /** Refuses a property that the kind of thing has no word for, here or in what it is made of. */
  static void properties(String kind, String where, Map<?, ?> properties) {
    if (properties == null) {
      return;
    }
    refuseOthers(where, properties.keySet(), PROPERTIES.get(kind));
    properties.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> inner && PROPERTIES.containsKey(name.toString())) {
            properties(name.toString(), where + "." + name, inner);
          }
        });
  }

  static void event(String where, String type, Map<?, ?> properties) {
    if (!PROPERTIES.containsKey("event " + type)) {
      throw new UnknownFeature(where, "events of type " + type);
    }
    properties("event " + type, where, properties);
  }

  private static void knows(String kind, String actedOn, String aside) {
    Set<String> all = new HashSet<>(words(actedOn));
    all.addAll(words(aside));
    PROPERTIES.put(kind, all);
  }

  private static void refuseOthers(String where, Set<?> names, Set<String> known) {
    for (Object name : names) {
      if (!known.contains(name.toString())) {
        throw new UnknownFeature(where, name.toString());
      }
    }
  }

  private static Set<String> words(String words) {
    return new HashSet<>(Arrays.asList(words.split(" ")));
  }
}
