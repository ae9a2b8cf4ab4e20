package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.util.ServerSetup;
import io.doula.channel.Channel;
import io.doula.channel.Outcome;
import io.doula.channel.Outgoing;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.MovedClock;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What a mail program does with the headers of a mail that arrived (RFC 8058). */
@DoulaTest
class OneClickTest {
  @RegisterExtension
  static final GreenMailExtension POST =
      new GreenMailExtension(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP))
          .withPerMethodLifecycle(false);

  @DynamicPropertySource
  static void relay(DynamicPropertyRegistry settings) {
    settings.add("spring.mail.host", () -> "127.0.0.1");
    settings.add("spring.mail.port", () -> POST.getSmtp().getPort());
    settings.add("DOULA_MAIL_FROM", () -> "reminders@clinic.example");
  }

  @Autowired List<Channel> channels;
  @Autowired Unsubscribing unsubscribing;
  @Autowired Families families;
  @Autowired MovedClock clock;
  @Autowired JdbcClient jdbc;
  @LocalServerPort int port;

  private long mother;
  private MimeMessage mail;

  @BeforeEach
  void aMailArrives() throws Exception {
    mother = families.mother(families.clinic());
    families.baby(mother, clock.now().atZone(ZoneOffset.UTC).toLocalDate().minusDays(40), null);
    Channel email =
        channels.stream()
            .filter(channel -> channel.name().equals("email"))
            .findFirst()
            .orElseThrow();
    POST.purgeEmailFromAllMailboxes();
    Outgoing message =
        new Outgoing(
            1,
            1,
            mother,
            "amina@family.example",
            "en",
            "doula_due_v1",
            List.of(),
            "Clinic",
            "Hello",
            unsubscribing.link(mother),
            clock.now());
    assertThat(email.send(message, Duration.ofSeconds(10)).kind()).isEqualTo(Outcome.Kind.ACCEPTED);
    mail = POST.getReceivedMessages()[0];
  }

  @Test
  void oneClickStopsEverything() throws Exception {
    String form = mail.getHeader("List-Unsubscribe-Post", null);
    post("application/x-www-form-urlencoded", form);
    assertThat(ReminderRows.of(jdbc, mother)).isNotEmpty().noneMatch(r -> r.state().isWaiting());
  }

  @Test
  void theFormMayComeInParts() throws Exception {
    post(
        "multipart/form-data; boundary=b",
        "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n"
            + "--b--\r\n");
    assertThat(ReminderRows.of(jdbc, mother)).noneMatch(r -> r.state().isWaiting());
  }

  @Test
  void followingTheLinkStopsNothing() throws Exception {
    HttpResponse<String> page = send(request().GET());
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<form");
    send(request().method("HEAD", BodyPublishers.noBody()));
    assertThat(ReminderRows.of(jdbc, mother)).anyMatch(r -> r.state().isWaiting());
  }

  private void post(String type, String body) throws Exception {
    HttpResponse<String> answer =
        send(request().header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  /** The address in the header, at this test's port; no cookie, no token, no origin. */
  private HttpRequest.Builder request() throws Exception {
    String header = mail.getHeader("List-Unsubscribe", null);
    assertThat(header).startsWith("<http").endsWith(">");
    URI link = URI.create(header.substring(1, header.length() - 1));
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + link.getPath()));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }
}
