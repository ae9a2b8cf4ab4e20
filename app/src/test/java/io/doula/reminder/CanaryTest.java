package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.doula.channel.Inbox;
import io.doula.channel.Outcome;
import io.doula.channel.Receipt;
import io.doula.secrets.Secrets;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.EmbeddedRedis;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import io.doula.testing.TinyVault;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** The whole way with canaries in it: they sing nowhere but where they were put. */
@ExtendWith(OutputCaptureExtension.class)
@DoulaTest
@DirtiesContext
@Import(TalkativePhone.class)
@TestPropertySource(
    properties = {
      "logging.level.io.doula=debug",
      "DOULA_ENV_FILE=target/canary.env",
      "DOULA_WHATSAPP_PHONE_NUMBER_ID=1065",
      "spring.mail.host=127.0.0.1",
      "spring.mail.port=1",
      "spring.mail.username=doula",
      "spring.mail.properties.mail.smtp.starttls.enable=false",
      "DOULA_MAIL_FROM=reminders@clinic.example"
    })
class CanaryTest {
  /** Secrets are read before a test's own settings are known: these stand in a file. */
  private static final TinyVault VAULT = secretsInAVault();

  private static final Instant DUE = Instant.parse("2026-03-12T06:01:00Z");
  private static final String WEBHOOK = "/webhooks/whatsapp";

  @TempDir static Path folder;
  private static EmbeddedRedis redis;
  private static boolean redisRuns;
  private static HttpServer meta;

  @Autowired Api anyone;
  @Autowired Staff staff;
  @Autowired JdbcClient jdbc;
  @Autowired MovedClock clock;
  @Autowired Tick tick;
  @Autowired Queueing queueing;
  @Autowired Delivery delivery;
  @Autowired Inbox inbox;
  @Autowired Unsubscribing unsubscribing;
  @Autowired Secrets secrets;

  private Api admin;
  private Api otherNurse;
  private String clinic;
  private final StringBuilder others = new StringBuilder();

  private static TinyVault secretsInAVault() {
    try {
      TinyVault vault = TinyVault.open();
      vault.put(
          "canaries",
          """
          {"DOULA_WHATSAPP_TOKEN":"%s","DOULA_WHATSAPP_APP_SECRET":"%s",
           "DOULA_WHATSAPP_VERIFY_TOKEN":"%s","SPRING_MAIL_PASSWORD":"%s"}"""
              .formatted(
                  Canaries.WHATSAPP_TOKEN,
                  Canaries.APP_SECRET,
                  Canaries.VERIFY_TOKEN,
                  Canaries.MAIL_PASSWORD));
      StringBuilder file = new StringBuilder("DOULA_EXTRA_SECRETS=canaries\n");
      vault.settings().forEach((name, value) -> file.append(name + "=" + value + "\n"));
      Files.writeString(Path.of("target/canary.env"), file);
      return vault;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeAll
  static void providers() throws Exception {
    redis = EmbeddedRedis.in(folder);
    redisRuns = redis.start();
    meta = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AtomicInteger calls = new AtomicInteger();
    meta.createContext(
        "/",
        call -> {
          String asked =
              new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                  .replace('"', '\'');
          String[] way = META_SAYS[calls.getAndIncrement() % META_SAYS.length];
          byte[] answer = way[1].replace("ASKED", asked).getBytes(StandardCharsets.UTF_8);
          call.sendResponseHeaders(Integer.parseInt(way[0]), answer.length);
          call.getResponseBody().write(answer);
          call.close();
        });
    meta.start();
  }

  private static final String[][] META_SAYS = {
    {"200", "{\"messages\":[{\"id\":\"wamid.1\"}]}"},
    {"400", "{\"error\":{\"code\":131026,\"message\":\"ASKED\"}}"},
    {"500", "ASKED"},
    {"200", "ASKED"},
    {"429", "{\"error\":{\"code\":130429,\"message\":\"ASKED\"}}"},
    {"404", "{\"error\":{\"code\":132001,\"message\":\"ASKED\"}}"},
  };

  @AfterAll
  static void close() {
    meta.stop(0);
    redis.close();
    VAULT.close();
  }

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry settings) {
    settings.add("REDIS_URL", () -> redis.url());
    settings.add(
        "DOULA_WHATSAPP_BASE_URL", () -> "http://127.0.0.1:" + meta.getAddress().getPort());
  }

  @Test
  void noCanaryIsHeardWhereItWasNotPut(CapturedOutput output) throws Exception {
    staffSignIn();
    familiesAreRegistered();
    wrongThingsAreSent();
    secretsAreReadAgain();
    remindersGoOut();
    providersSayMore();
    theDatabaseFails();

    assertThat(output.getAll())
        .as("what is searched for canaries is the log")
        .contains(
            "attempt ended",
            "extra secrets stay as they were",
            "a channel failed in place of giving an outcome",
            "failed, correlation id");
    Canaries.areNotIn("the log", output.getAll());
    Canaries.areNotIn("what others are answered", others.toString());
    for (String place : List.of("/metrics", "/health", "/health/delivery", "/api/delivery")) {
      Canaries.areNotIn(place, admin.get(place).text());
    }
    for (String table :
        List.of("reminder", "attempt", "receipt", "inbound", "channel_block", "trail")) {
      // what an attempt said is kept on purpose: staff are asked what she was told
      List<String> rows =
          jdbc.sql("select cast(to_jsonb(t) - 'said' as text) from %s t".formatted(table))
              .query(String.class)
              .list();
      assertThat(rows).as(table).isNotEmpty();
      Canaries.areNotIn(table, String.join("\n", rows));
    }
    assertThat(jdbc.sql("select distinct outcome from attempt").query(String.class).list())
        .as("every way a call can end was gone")
        .contains(
            "ACCEPTED", "REFUSED", "UNREACHABLE", "REJECTED", "BLOCKED", "STOPPED", "UNKNOWN");
    assumeTrue(redisRuns, "this machine runs no Redis");
    Canaries.areNotIn("the queue", queued());
  }

  private void staffSignIn() {
    admin = anyone.as(staff.admin());
    clinic = created(admin.post("/api/clinics", clinic("Kibera")));
    String other = created(admin.post("/api/clinics", clinic("Turkana")));
    otherNurse = anyone.as(staff.nurse(Long.parseLong(other)));
    created(
        admin.post(
            "/api/users",
            """
            {"username":"asha","role":"NURSE","clinics":["%s"],"enabled":true,"password":"%s"}
            """
                .formatted(clinic, Canaries.PASSWORD)));
    String signIn = "{\"username\":\"asha\",\"password\":\"%s\"}";
    assertThat(anyone.post("/api/token", signIn.formatted(Canaries.PASSWORD)).status())
        .isEqualTo(200);
    others.append(anyone.post("/api/token", signIn.formatted(Canaries.PASSWORD + "x")).text());
    others.append(anyone.as("schnabel.schnabel.schnabel").get("/api/mothers").text());
  }

  private static String clinic(String name) {
    return """
        {"name":"%s","country":"KE","timeZone":"Africa/Nairobi","plan":"who","language":"en",\
        "quietFrom":"20:00","quietTo":"07:00","sendAt":"09:00"}"""
        .formatted(name);
  }

  private static String created(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return answer.json().path("id").asString();
  }

  private void familiesAreRegistered() {
    int n = 0;
    for (int i = 0; i < TalkativePhone.ways() + 4; i++) {
      family(n++, "[\"sms\"]");
    }
    for (int i = 0; i < META_SAYS.length; i++) {
      family(n++, "[\"whatsapp\",\"email\"]");
    }
    String widow = family(n, "[\"sms\"]");
    Answer death =
        admin.post(
            "/api/mothers/" + widow + "/death",
            """
            {"on":"2026-03-09","caregiver":{"fullName":"%s","phone":"%s","language":"en","consent":true}}
            """
                .formatted(Canaries.CAREGIVER, Canaries.CAREGIVER_PHONE));
    assertThat(death.status()).as(death.toString()).isEqualTo(200);
  }

  private String family(int n, String channels) {
    String mother = created(admin.post("/api/mothers", mother(n, channels, clinic)));
    created(
        admin.post(
            "/api/babies",
            """
            {"motherId":"%s","name":"%s","birthDate":"2026-01-29"}
            """
                .formatted(mother, Canaries.BABY)));
    return mother;
  }

  private static String mother(int n, String channels, String clinic) {
    return """
        {"clinicId":"%s","fullName":"%s","phone":"%s","email":"%s","externalId":"%s-%d",\
        "channels":%s,"consent":true}"""
        .formatted(
            clinic,
            Canaries.NAME,
            Canaries.phone(n),
            Canaries.EMAIL,
            Canaries.EXTERNAL,
            n,
            channels);
  }

  /** What the sender typed may come back to the sender, but goes into no log. */
  private void wrongThingsAreSent() {
    String good = mother(0, "[\"sms\"]", clinic);
    assertThat(admin.post("/api/mothers", good).status()).as("the same again").isEqualTo(409);
    for (String wrong :
        List.of(
            good.replace("+254", "0"),
            good.replace("\"consent\"", "\"" + Canaries.NAME + "\""),
            good.replace("true", Canaries.NAME),
            good.replace("}", ""),
            good.replace("[\"sms\"]", "\"" + Canaries.NAME + "\""),
            good.replace(Canaries.NAME, Canaries.NAME.repeat(500)))) {
      assertThat(admin.post("/api/mothers", wrong).status()).isEqualTo(400);
    }
    admin.get("/api/mothers?q=Kanarinamba&limit=Kanarinamba");
    admin.get("/api/babies/" + Canaries.BABY);
    others.append(admin.get("/api/reminders?state=GONE&clinic=999").text());
    for (String path :
        List.of("/api/mothers/1", "/api/babies/1", "/api/reminders/1", "/api/mothers")) {
      others.append(otherNurse.get(path).text());
      others.append(otherNurse.patch(path, "{\"consent\":false}").text());
    }
    others.append(otherNurse.get("/api/reminders").text());
    others.append(
        admin.with("If-Match", "\"7\"").patch("/api/mothers/1", "{\"consent\":true}").text());
    String header =
        "clinic,external_id,full_name,phone,email,language,channels,time_zone,consent,lmp,edd,"
            + "baby_name,baby_sex,baby_birth_date\n";
    String lines =
        "Kibera,%s,%s,0%s,%s,en,sms,,yes,,,%s,,2026-13-01\n\"Kibera,%s"
            .formatted(
                Canaries.EXTERNAL,
                Canaries.NAME,
                Canaries.phone(1).substring(4),
                Canaries.EMAIL,
                Canaries.BABY,
                Canaries.NAME);
    Answer imported =
        admin.send("POST", "/api/imports", "text/csv", BodyPublishers.ofString(header + lines));
    assertThat(imported.status()).isBetween(200, 499);
  }

  private void remindersGoOut() {
    clock.set(DUE);
    tick.run(DUE);
    queueing.queueDue(DUE);
    for (int i = 0; i < 12; i++) {
      delivery.deliverDue(clock.now());
      clock.advance(Duration.ofSeconds(45));
    }
  }

  /** As after a restore; and one secret is no longer readable. */
  private void secretsAreReadAgain() {
    secrets.readAgain();
    VAULT.put("canaries", "{\"SPRING_MAIL_PASSWORD\":[\"%s\"]}".formatted(Canaries.MAIL_PASSWORD));
    secrets.readAgain();
    assertThat(VAULT.asked()).hasSizeGreaterThan(2);
  }

  private void providersSayMore() throws Exception {
    String number = Canaries.phone(20).substring(1);
    for (String value :
        List.of(
            "\"statuses\":[{\"id\":\"wamid.9\",\"status\":\"failed\",\"recipient_id\":\"%s\",\"errors\":[{\"code\":131026,\"title\":\"%s\"}]}]"
                .formatted(number, Canaries.NAME),
            said(number, "STOP"),
            said(number, Canaries.INBOUND))) {
      String body =
          """
          {"entry":[{"changes":[{"value":{"metadata":{"phone_number_id":"1065"},%s}}]}]}"""
              .formatted(value);
      assertThat(webhook(body, signature(body)).status()).isEqualTo(200);
      others.append(webhook(body, "sha256=00").text());
      others.append(webhook(body + "}", signature(body + "}")).text());
    }
    others.append(
        anyone.get(WEBHOOK + "?hub.mode=subscribe&hub.verify_token=no&hub.challenge=1").text());
    Instant now = clock.now();
    inbox.receipts(
        List.of(
            new Receipt(
                "sms",
                "e1",
                "1:1",
                "talk-1",
                Receipt.Status.FAILED,
                Outcome.Kind.UNREACHABLE,
                null,
                "no " + Canaries.phone(1) + " nor " + Canaries.EMAIL,
                now)),
        now);
    inbox.complained("email", "c1", Canaries.EMAIL, now);
    long mother = jdbc.sql("select min(id) from mother").query(Long.class).single();
    others.append(anyone.get("/unsubscribe/" + unsubscribing.token(mother)).text());
    others.append(anyone.get("/unsubscribe/" + Canaries.INBOUND).text());
  }

  private static String said(String from, String words) {
    return "\"contacts\":[{\"profile\":{\"name\":\"%s\"}}],\"messages\":[{\"from\":\"%s\",\"id\":\"wamid.%s\",\"type\":\"text\",\"text\":{\"body\":\"%s\"}}]"
        .formatted(Canaries.NAME, from, words.length(), words);
  }

  private Answer webhook(String body, String signature) {
    return anyone
        .with("X-Hub-Signature-256", signature)
        .send("POST", WEBHOOK, "application/json", BodyPublishers.ofString(body));
  }

  private static String signature(String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Canaries.APP_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }

  /** Statements that fail say the whole row where PostgreSQL is let to. */
  private void theDatabaseFails() {
    jdbc.sql("alter table mother add constraint canary check (external_id <> 'RINGNUMMER-5517-99')")
        .update();
    jdbc.sql("alter table baby add constraint canary check (name not like '% Zwei')").update();
    try {
      others.append(admin.post("/api/mothers", mother(99, "[\"sms\"]", clinic)).text());
      Answer failed =
          admin.post(
              "/api/babies",
              "{\"motherId\":\"1\",\"name\":\"%s Zwei\",\"birthDate\":\"2026-01-29\"}"
                  .formatted(Canaries.BABY));
      assertThat(failed.status()).isEqualTo(500);
      others.append(failed.text());
    } finally {
      jdbc.sql("alter table mother drop constraint canary").update();
      jdbc.sql("alter table baby drop constraint canary").update();
    }
  }

  private static String queued() throws IOException {
    try (RedisClient client = RedisClient.create(redis.url());
        var connection = client.connect()) {
      var commands = connection.sync();
      StringBuilder all = new StringBuilder();
      for (String key : commands.keys("*")) {
        all.append(key).append(commands.xrange(key, Range.unbounded()));
      }
      assertThat(all).as("hints were given").contains("sms");
      return all.toString();
    }
  }
}
