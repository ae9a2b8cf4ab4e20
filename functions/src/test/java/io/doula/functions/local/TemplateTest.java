package io.doula.functions.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
  private static final String TEMPLATE =
      """
      AWSTemplateFormatVersion: '2010-09-09'
      Transform: AWS::Serverless-2016-10-31
      Parameters:
        Colour: {Type: String, Default: green}
        Names: {Type: CommaDelimitedList, Default: 'a,b'}
        Most: {Type: Number, Default: 3}
      Mappings:
        Sizes: {green: {mb: 2048}}
      Conditions:
        IsGreen: !Equals [!Ref Colour, green]
        IsRed: !Equals [!Ref Colour, red]
        IsBoth: !And [!Condition IsGreen, !Not [!Equals [!Ref Most, '4']]]
      Globals:
        Function:
          Runtime: java25
          MemorySize: 1024
          Timeout: 30
          SnapStart: {ApplyOn: PublishedVersions}
          Environment:
            Variables: {SHARED: all, OWN: general}
      Resources:
        Web:
          Type: AWS::Serverless::Function
          Properties:
            CodeUri: functions.zip
            Handler: some.Handler
            MemorySize: !FindInMap [Sizes, !Ref Colour, mb]
            Role: !GetAtt Nobody.Arn
            Environment:
              Variables:
                OWN: !Sub 'in ${AWS::Region}, ${Colour}, ${Later.Arn}, ${!not}'
                URL: !Ref Hints
                FIRST: !Select [0, !Split ['-', 'x-y']]
                LIST: !Join ['+', !Ref Names]
                NONE: !If [IsBoth, !Ref AWS::NoValue, !Ref Nowhere]
            Events:
              All: {Type: HttpApi, Properties: {ApiId: !Ref Api, PayloadFormatVersion: '1.0'}}
              Often: {Type: Schedule, Properties: {Schedule: rate(1 minute), Input: '{}'}}
        Script:
          Type: AWS::Serverless::Function
          Properties: {Runtime: python3.14, Handler: index.handler, InlineCode: pass}
        Api: {Type: AWS::Serverless::HttpApi, Properties: {StageName: $default}}
        Hints:
          Type: AWS::SQS::Queue
          Properties:
            VisibilityTimeout: 360
            RedrivePolicy: {deadLetterTargetArn: !GetAtt Later.Arn, maxReceiveCount: 3}
        Later: {Type: AWS::SQS::Queue}
        Unwanted: {Type: AWS::SQS::Queue, Condition: IsRed}
        Network: {Type: AWS::EC2::VPC, Properties: {Anything: goes}}
      """;

  @TempDir Path folder;

  @Test
  void aFunctionGetsWhatTheTemplateWorksOutForIt() throws IOException {
    FunctionSettings web = template(TEMPLATE).functions().get(0);

    assertThat(web.name()).isEqualTo("Web");
    assertThat(web.handler()).isEqualTo("some.Handler");
    assertThat(web.memoryMegabytes()).isEqualTo(2048);
    assertThat(web.timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(web.snapStart()).isTrue();
    assertThat(web.environment())
        .isEqualTo(
            Map.of(
                "SHARED", "all",
                "OWN", "in eu-west-1, green, arn:aws:sqs:eu-west-1:000000000000:Later, ${not}",
                "URL", "http://sqs/000000000000/Hints",
                "FIRST", "x",
                "LIST", "a+b"));
  }

  @Test
  void whatIsNotOfThisMachineIsLeftAside() throws IOException {
    Template template = template(TEMPLATE);

    assertThat(template.functions()).extracting(FunctionSettings::name).containsExactly("Web");
    assertThat(template.foreignFunctions()).containsExactly("Script");
    assertThat(template.ids("AWS::SQS::Queue")).containsExactly("Hints", "Later");
    assertThat(template.events("Schedule"))
        .singleElement()
        .satisfies(event -> assertThat(event.properties().get("Input")).isEqualTo("{}"));
    assertThat(template.property("Hints", "RedrivePolicy").toString())
        .contains("arn:aws:sqs:eu-west-1:000000000000:Later");
  }

  @Test
  void aParameterIsTakenFromTheCommandLine() throws IOException {
    Template red = Template.read(file(TEMPLATE), Map.of("Colour", "red", "Most", 4), "http://sqs");

    assertThat(red.ids("AWS::SQS::Queue")).contains("Unwanted");
    assertThatThrownBy(red::functions).hasMessageContaining("Nowhere");
  }

  @Test
  void theShippedTemplateIsFollowed() throws IOException {
    Template shipped = Template.read(Path.of("../template.yaml"), Map.of(), "http://sqs");

    assertThat(shipped.functions())
        .extracting(FunctionSettings::name)
        .containsExactly("WebFunction", "TickFunction", "SendFunction", "MigrateFunction");
    assertThat(shipped.events("HttpApi")).hasSize(1);
    assertThat(shipped.events("SQS")).hasSize(1);
    assertThat(shipped.events("Schedule"))
        .allSatisfy(event -> Schedule.of(event.properties().get("Schedule").toString()))
        .isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Type: AWS::EC2::VPC | Type: AWS::Kinesis::Stream | Network | AWS::Kinesis::Stream",
        "VisibilityTimeout | FifoQueue | Hints | FifoQueue",
        "maxReceiveCount | minReceiveCount | Hints.RedrivePolicy | minReceiveCount",
        "Handler: some | Layers: some | Web | Layers",
        "Type: HttpApi | Type: Kafka | Web.All | events of type Kafka",
        "Input: | RoleArn: | Web.Often | RoleArn",
        "!Join | !Cidr | function | Fn::Cidr",
        "!Ref Hints | !Ref Network | Ref Network | reference",
        "Mappings: | Hooks: | the template | Hooks",
        "Serverless-2016-10-31 | LanguageExtensions | Transform | AWS::LanguageExtensions",
        "Function:\\n    Runtime | Api:\\n    Runtime | Globals | Api",
        "ApplyOn | ApplyTo | SnapStart | ApplyTo",
        "Network: {Type | Network: {Sort: x, Type | Network | Sort"
      })
  void aFeatureThatItDoesNotKnowIsRefusedByName(
      String known, String unknown, String where, String what) throws IOException {
    String changed = TEMPLATE.replace(known.replace("\\n", "\n"), unknown.replace("\\n", "\n"));
    assertThat(changed).isNotEqualTo(TEMPLATE);

    assertThatThrownBy(
            () -> {
              Template template = template(changed);
              template.functions();
              List.of("HttpApi", "Schedule", "SQS").forEach(template::events);
            })
        .isInstanceOf(UnknownFeature.class)
        .hasMessageContaining(where)
        .hasMessageContaining(what);
  }

  private Template template(String text) throws IOException {
    return Template.read(file(text), Map.of(), "http://sqs");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("template.yaml"), text);
  }
}
