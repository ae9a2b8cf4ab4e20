package io.doula.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.DoulaTest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

@DoulaTest
@TestPropertySource(
    properties = {
      "DOULA_SMS_ORIGIN=Kibera",
      "AWS_REGION=eu-west-1",
      "AWS_ACCESS_KEY_ID=AKIATEST",
      "AWS_SECRET_ACCESS_KEY=secret",
      // whoever looks for a fault turns this on
      "logging.level.software=debug"
    })
@ExtendWith(OutputCaptureExtension.class)
class SmsInProgramTest {
  private static final AwsPeer AWS = new AwsPeer();

  @Autowired List<Channel> channels;

  @DynamicPropertySource
  static void endpoint(DynamicPropertyRegistry registry) {
    registry.add("AWS_ENDPOINT_URL", AWS::address);
  }

  @AfterAll
  static void close() throws IOException {
    AWS.close();
  }

  @Test
  void theProgramSendsTextMessagesAndItsLogHoldsNoneOfThem(CapturedOutput output) {
    Channel sms = channels.stream().filter(c -> c.name().equals("sms")).findFirst().orElseThrow();
    for (AwsPeer.Reaction answer :
        List.of(
            AwsPeer.accepted(),
            AwsPeer.error(400, "ValidationException", ""),
            AwsPeer.error(500, "InternalServerException", ""),
            AwsPeer.reset())) {
      AWS.reacts(answer);
      sms.send(message(), Duration.ofSeconds(5));
    }

    assertThat(AWS.requests()).hasSize(4);
    assertThat(AWS.requests().get(0).body()).contains("+254700000001", "CANARY");
    assertThat(output.getAll()).doesNotContain("+254700000001", "CANARY");
  }

  private static Outgoing message() {
    return new Outgoing(
        12,
        1,
        3,
        "+254700000001",
        "en",
        "doula_due_v1",
        List.of(),
        "A reminder",
        "Hello CANARY",
        "https://doula.example.org/unsubscribe/x",
        Instant.parse("2026-03-10T06:00:00Z"));
  }
}
