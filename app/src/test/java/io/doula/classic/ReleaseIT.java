package io.doula.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The release command on a host of its own, behind the shipped Nginx, under 50 requests a second
 * from the first release on.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReleaseIT {
  private static final Map<String, String> SETTINGS = Map.of("DOULA_TICK", "PT2S");
  private static final String JSON = "Content-Type: application/json";

  private static Gate gate;
  private static Host host;
  private static Traffic traffic;

  @BeforeAll
  static void aHostWithItsFirstRelease() throws Exception {
    gate = Gate.open();
    host = Host.in(gate.root, "release");
    host.settings(SETTINGS);
    Host.Ended first = host.release();
    assertThat(first.said()).contains("is in service");
    assertThat(first.code()).isZero();

    Caller caller = Caller.of(gate);
    String token = token(caller);
    traffic = new Traffic(caller, token, clinic(caller, token));
    traffic.start();
    await().atMost(Duration.ofSeconds(60)).until(() -> traffic.answered() > 100);
  }

  private static String token(Caller caller) {
    String login = "{\"username\":\"admin\",\"password\":\"%s\"}".formatted(Host.PASSWORD);
    return caller.post("/api/token", bytes(login), JSON).json().path("token").asString();
  }

  private static String clinic(Caller caller, String token) {
    String form =
        "{\"name\":\"Kibera\",\"country\":\"KE\",\"timeZone\":\"Africa/Nairobi\",\"plan\":\"who\"}";
    String login = "Authorization: Bearer " + token;
    return caller.post("/api/clinics/", bytes(form), JSON, login).json().path("id").asString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @AfterAll
  static void noHost() throws Exception {
    if (traffic != null) {
      traffic.end();
    }
    if (host != null) {
      host.close();
    }
    if (gate != null) {
      gate.close();
    }
  }

  @Test
  @Order(1)
  void aReleaseReplacesEveryProcessAlsoWhenTheJarIsTheSame() throws Exception {
    long web = host.pid("doula-web@a");
    long worker = host.pid("doula-worker@1");
    long beat = host.pid("doula-beat");
    Host.Ended again = host.release();
    assertThat(again.said()).contains("is in service");
    assertThat(again.code()).isZero();
    assertThat(host.pid("doula-web@a")).isPositive().isNotEqualTo(web);
    assertThat(host.pid("doula-worker@1")).isPositive().isNotEqualTo(worker);
    assertThat(host.pid("doula-beat")).isPositive().isNotEqualTo(beat);
    assertThat(host.pid("doula-web@b")).as("it only stands in").isZero();
    assertThat(gate.staticFiles()).isNotEmptyDirectory();
    nothingIsLost();
  }

  @Test
  @Order(2)
  void oneThatIsKilledWhileNoUsualInstanceRunsIsMendedByTheNext() throws Exception {
    assertThat(host.release("start doula-web@a").code()).as("killed").isEqualTo(137);
    assertThat(host.pid("doula-web@a")).isZero();
    assertThat(host.pid("doula-web@b")).isPositive();
    nothingIsLost();

    Host.Ended next = host.release();
    assertThat(next.said()).contains("an earlier release was interrupted", "is in service");
    assertThat(next.code()).isZero();
    assertThat(host.pid("doula-web@a")).isPositive();
    assertThat(host.pid("doula-web@b")).isZero();
    nothingIsLost();
  }

  @Test
  @Order(3)
  void oneThatDoesNotBecomeReadyIsRefusedAndTheOldOneServes() throws Exception {
    long web = host.pid("doula-web@a");
    long worker = host.pid("doula-worker@1");
    host.settings(Map.of("DOULA_TICK", "never"));
    Host.Ended refused = host.release();
    host.settings(SETTINGS);
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.said())
        .contains("The new version did not become ready; the old one goes on serving");
    assertThat(host.pid("doula-web@a")).isEqualTo(web);
    assertThat(host.pid("doula-worker@1")).isEqualTo(worker);
    assertThat(host.pid("doula-web@b")).isZero();
    nothingIsLost();
  }

  @Test
  @Order(4)
  void twoAtOnceAreRefused() throws Exception {
    Process lock =
        host.run(
            host.path("/state/lock.txt"),
            "flock",
            host.path("/opt/doula/.release.lock").toString(),
            "sleep",
            "60");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> lock.toHandle().children().findAny().isPresent());
    Host.Ended second = host.release();
    assertThat(second.said()).contains("Another release is under way on this host.");
    assertThat(second.code()).isEqualTo(1);
  }

  @Test
  @Order(5)
  void notOneRequestWasLostNorDoneTwice() throws Exception {
    traffic.end();
    nothingIsLost();
    assertThat(host.hadToKill()).as("all ended within 25 seconds").isFalse();
    int mothers = host.jdbc().sql("select count(*) from mother").query(Integer.class).single();
    assertThat(mothers).isPositive().isEqualTo(traffic.written());
  }

  private static void nothingIsLost() {
    assertThat(traffic.failures()).as("of %d requests", traffic.answered()).isEmpty();
  }
}
