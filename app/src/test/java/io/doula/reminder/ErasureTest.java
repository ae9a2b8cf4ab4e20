package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.channel.Inbound;
import io.doula.channel.Outcome;
import io.doula.channel.Receipt;
import io.doula.channel.Receipt.Status;
import io.doula.core.Role;
import io.doula.core.Sight;
import io.doula.core.Viewer;
import io.doula.family.Erasure;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.Families;
import io.doula.testing.Staff;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** What becomes of a person who is erased, and of her messages that are on their way. */
class ErasureTest extends DeliveringTest {
  private static final String PHONE = "+254798765432";
  private static final List<String> HERS =
      List.of(
          "Canarina",
          "98765432",
          "canary@family.example",
          "REG-CANARY",
          "Kanarienbaby",
          "CanaryVax",
          "Caregiver Canary",
          "711000777",
          "04:47",
          Base64.getEncoder().encodeToString(PHONE.getBytes(StandardCharsets.US_ASCII)));

  @Autowired Families families;
  @Autowired Erasure erasure;
  @Autowired Unsubscribing unsubscribing;
  @Autowired Tick tick;
  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired TransactionTemplate transaction;
  Api admin;
  long place;
  String mother;
  private int keys;

  @BeforeEach
  void anAdmin() {
    admin = api.as(staff.admin());
    place = families.clinic();
  }

  private long id() {
    return Long.parseLong(mother);
  }

  /** With a key, so that its answer is kept. */
  private Answer post(String path, String json) {
    Answer answer = admin.with("Idempotency-Key", "key-" + ++keys).post(path, json);
    assertThat(answer.status()).as(answer::toString).isBetween(200, 204);
    return answer;
  }

  private String registered() {
    return post(
            "/api/mothers/",
            """
            {"clinicId": "%d", "fullName": "Canarina Otieno", "phone": "%s", "consent": true,
             "email": "canary@family.example", "externalId": "REG-CANARY", "channels": ["whatsapp"]}
            """
                .formatted(place, PHONE))
        .json()
        .path("id")
        .asString();
  }

  /** All that the program may hold of her, put there the way it comes. */
  private void aMotherWithAHistory() {
    mother = registered();
    String baby =
        post(
                "/api/babies/",
                """
                {"motherId": "%s", "birthDate": "2026-01-29", "birthTime": "04:47", "name": "Kanarienbaby"}
                """
                    .formatted(mother))
            .json()
            .path("id")
            .asString();
    post(
        "/api/babies/" + baby + "/doses",
        "{\"vaccine\": \"BCG\", \"on\": \"2026-01-30\", \"product\": \"CanaryVax\"}");
    post("/api/babies/" + baby + "/contacts", "{\"on\": \"2026-02-02\"}");
    post("/api/mothers/" + mother + "/pregnancies", "{\"lmp\": \"2026-02-20\"}");
    clinic.comeDue();
    providers.whatsapp().says(Outcome.accepted(wamid(1)));
    clinic.deliver();
    inbox.receipts(List.of(receipt(wamid(1) + ":sent", Status.SENT)), clock.now());
    inbox.wrote(new Inbound("whatsapp", wamid(2), PHONE, "asante", clock.now()), clock.now());
    Unreachable.remember(jdbc, id(), "sms", PHONE, "no such number", clock.now());
    post(
        "/api/mothers/" + mother + "/death",
        """
        {"on": "2026-03-11", "caregiver": {"fullName": "Caregiver Canary", "phone": "+254711000777", "consent": true}}
        """);
  }

  /** As Meta makes them: the phone is in it. */
  private static String wamid(int n) {
    byte[] inside = ("HB" + PHONE + n).getBytes(StandardCharsets.US_ASCII);
    return "wamid."
        + Base64.getEncoder().encodeToString(PHONE.getBytes(StandardCharsets.US_ASCII))
        + Base64.getEncoder().encodeToString(inside);
  }

  private Receipt receipt(String event, Status status) {
    return new Receipt("whatsapp", event, null, wamid(1), status, null, null, null, clock.now());
  }

  private void erase() {
    assertThat(admin.post("/api/mothers/" + mother + "/erase", "{}").status()).isEqualTo(204);
  }

  /** Every row of every table, as text. */
  private String everything() {
    List<String> tables =
        jdbc.sql("select quote_ident(tablename) from pg_tables where schemaname = 'public'")
            .query(String.class)
            .list();
    StringBuilder all = new StringBuilder();
    for (String table : tables) {
      String bytes = table.equals("answer") ? ", convert_from(body, 'UTF8')" : "";
      jdbc.sql("select concat_ws(' ', t.*::text%s) from %s t".formatted(bytes, table))
          .query(String.class)
          .list()
          .forEach(row -> all.append(table).append(": ").append(row).append('\n'));
    }
    return all.toString();
  }

  private String hersIn(String text) {
    return text.lines()
        .filter(line -> HERS.stream().anyMatch(line::contains))
        .reduce("", (a, b) -> a + "\n" + b);
  }

  @Test
  void nothingOfHersIsLeftInAnyTable() {
    aMotherWithAHistory();
    assertThat(HERS).as("they were all there").allMatch(everything()::contains);

    erase();

    assertThat(hersIn(everything())).isEmpty();
    assertThat(
            jdbc.sql(
                    """
                    select (select count(*) from baby) + (select count(*) from pregnancy)
                      + (select count(*) from contact) + (select count(*) from dose)
                      + (select count(*) from visit) + (select count(*) from unreachable)
                    """)
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void whatOthersHaveStays() {
    aMotherWithAHistory();
    String hers = mother;
    long other = families.mother(place, "+254700000002");
    families.baby(other, clock.now().atZone(java.time.ZoneOffset.UTC).toLocalDate(), "Juma");
    post("/api/mothers/" + other + "/opt-out", "{}");
    mother = hers;
    List<Long> before = counts(other);

    erase();

    assertThat(counts(other)).isEqualTo(before);
    assertThat(admin.get("/api/mothers/" + other).text()).contains("Juma");
  }

  private List<Long> counts(long other) {
    return List.of(
        count("select count(*) from baby where mother_id = " + other),
        count("select count(*) from visit where mother_id = " + other),
        count("select count(*) from reminder where not erased and mother_id = " + other),
        count(
            """
            select count(*) from answer where convert_from(body, 'UTF8') like '{"id":"%d","clinicId"%%'
            """
                .formatted(other)));
  }

  private long count(String sql) {
    return jdbc.sql(sql).query(Long.class).single();
  }

  @Test
  void sheIsNotThereForAnybody() {
    aMotherWithAHistory();
    erase();

    assertThat(admin.get("/api/mothers/" + mother).status()).isEqualTo(404);
    assertThat(admin.get("/api/mothers/" + mother + "/export").status()).isEqualTo(404);
    assertThat(admin.post("/api/mothers/" + mother + "/erase", "{}").status()).isEqualTo(404);
    assertThat(admin.post("/api/mothers/" + mother + "/opt-in", "{}").status()).isEqualTo(404);
    assertThat(admin.with("If-Match", "\"9\"").patch("/api/mothers/" + mother, "{}").status())
        .isEqualTo(404);
    assertThat(
            admin
                .post(
                    "/api/babies/",
                    "{\"motherId\": \"" + mother + "\", \"birthDate\": \"2026-01-29\"}")
                .status())
        .isEqualTo(404);
    assertThat(admin.get("/api/mothers/").json().path("items")).isEmpty();
    assertThat(admin.get("/api/mothers/?q=98765432").json().path("items")).isEmpty();
    assertThat(admin.get("/api/visits/").json().path("items")).isEmpty();
    assertThat(admin.get("/api/reports/coverage").status()).isEqualTo(200);
  }

  /** Numbers of messages stay true: they were sent, and paid for. */
  @Test
  void herMessagesStayInTheReportAndOnTheList() {
    aMotherWithAHistory();
    String report = delivered();
    assertThat(report).isNotEqualTo("[]");

    erase();

    Answer reminders = admin.get("/api/reminders/?mother=" + mother);
    assertThat(reminders.json().path("items").valueStream().map(r -> r.path("state").asString()))
        .isNotEmpty()
        .isSubsetOf("SENT", "EXPIRED", "CANCELLED", "SUPPRESSED");
    assertThat(reminders.text()).doesNotContain("wamid");
    assertThat(sent(delivered())).isEqualTo(sent(report));
  }

  /** Neither among those who should have a dose nor among those who had it. */
  @Test
  void anErasedChildIsCountedNoMore() {
    aMotherWithAHistory();
    assertThat(admin.get("/api/reports/coverage").text()).containsPattern("\"eligible\":[1-9]");

    erase();

    assertThat(admin.get("/api/reports/coverage").text())
        .contains("\"eligible\":0")
        .doesNotContainPattern("\"eligible\":[1-9]")
        .doesNotContainPattern("\"given\":[1-9]");
  }

  private String delivered() {
    return admin
        .get("/api/reports/delivery?from=2026-03-01&to=2026-03-12")
        .json()
        .path("days")
        .toString();
  }

  private static String sent(String report) {
    return report.replaceAll(".*?\"sent\":(\\d+).*?", "$1 ").replaceAll("[^0-9 ]", "");
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"PLANNED", "QUEUED", "RETRY", "UNKNOWN"})
  void whatWasQueuedEnds(State state) {
    mother = Long.toString(clinic.mother("whatsapp"));
    clinic.comeDue();
    jdbc.sql("update reminder set state = :state where mother_id = :mother and day = '2026-03-12'")
        .param("state", state.name())
        .param("mother", id())
        .update();

    erase();

    assertThat(clinic.row(id()).state())
        .isEqualTo(state == State.UNKNOWN ? State.SUPPRESSED : State.CANCELLED);
    clock.advance(Duration.ofHours(2));
    clinic.deliver();
    assertThat(providers.whatsapp().count()).isZero();
  }

  /** It has left or not, nobody can take it back; but its outcome brings nothing of hers back. */
  @Test
  void theAnswerWaitsForTheMessageUnderWayWhichEndsAsItDoes() throws Exception {
    mother = Long.toString(clinic.mother("whatsapp"));
    clinic.comeDue();
    Intent underWay = clinic.claimOne("whatsapp");
    CompletableFuture<Void> erased = CompletableFuture.runAsync(this::erase);
    assertThatThrownBy(() -> erased.get(500, TimeUnit.MILLISECONDS))
        .isInstanceOf(java.util.concurrent.TimeoutException.class);

    clinic.close(underWay, Outcome.accepted(wamid(1)));

    erased.get(5, TimeUnit.SECONDS);
    assertThat(clinic.row(id()).state()).isEqualTo(State.ACCEPTED);
    assertThat(everything()).doesNotContain("wamid");
  }

  @Test
  void anOutcomeThatComesAfterTheErasureBringsNothingBack() {
    mother = Long.toString(clinic.mother("whatsapp"));
    clinic.comeDue();
    Intent underWay = clinic.claimOne("whatsapp");
    String to = String.valueOf(underWay.message()).replaceAll(".*to=([^,]+),.*", "$1");
    eraseBehindTheAnswer();

    clinic.close(underWay, Outcome.unreachable("not on WhatsApp"));

    assertThat(everything()).doesNotContain(to);
    assertThat(clinic.row(id()).state()).isEqualTo(State.FAILED);
  }

  @Test
  void oneThatWasRefusedIsNotTriedAgain() {
    mother = Long.toString(clinic.mother("whatsapp"));
    clinic.comeDue();
    Intent underWay = clinic.claimOne("whatsapp");
    eraseBehindTheAnswer();
    clinic.close(underWay, Outcome.refused("busy"));
    clock.advance(Duration.ofMinutes(10));
    clinic.deliver();

    assertThat(providers.whatsapp().count()).isZero();
    assertThat(clinic.row(id()).state()).isEqualTo(State.SUPPRESSED);
  }

  private void eraseBehindTheAnswer() {
    CompletableFuture<Void> erased = CompletableFuture.runAsync(this::erase);
    org.awaitility.Awaitility.await()
        .until(() -> count("select count(*) from mother where erased_at is not null") == 1);
    assertThat(erased).isNotDone();
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void aReceiptThatComesLaterIsTakenAndBringsNothingBack(Status status) {
    aMotherWithAHistory();
    Clinic.Row row = clinic.row(id());
    erase();
    Receipt late =
        new Receipt(
            "whatsapp",
            wamid(1) + ":late",
            row.id() + ":1",
            wamid(1),
            status,
            status == Status.FAILED ? Outcome.Kind.UNREACHABLE : null,
            null,
            null,
            clock.now());

    inbox.receipts(List.of(late), clock.now());
    inbox.receipts(List.of(late), clock.now());
    inbox.receipts(List.of(receipt(wamid(1) + ":sent", Status.SENT)), clock.now());
    inbox.wrote(new Inbound("whatsapp", wamid(2), PHONE, "asante", clock.now()), clock.now());
    inbox.wrote(new Inbound("whatsapp", wamid(3), PHONE, "STOP", clock.now()), clock.now());

    assertThat(hersIn(everything())).isEmpty();
    assertThat(everything()).doesNotContain("wamid");
    if (status == Status.READ) {
      assertThat(clinic.row(id()).state()).isEqualTo(State.READ);
    }
  }

  /** Both at once: whoever comes second sees what the first one did. */
  @Test
  void aReceiptDuringTheErasureBringsNothingBack() throws Exception {
    aMotherWithAHistory();
    Clinic.Row row = clinic.row(id());
    CountDownLatch erased = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Viewer viewer = new Viewer(1, "admin", Role.ADMIN, Set.of());
    CompletableFuture<Void> erasing =
        CompletableFuture.runAsync(
            Sight.ALL.over(
                () ->
                    transaction.executeWithoutResult(
                        status -> {
                          erasure.erase(id(), viewer, clock.now());
                          erased.countDown();
                          await(end);
                        })));
    await(erased);
    Receipt late =
        new Receipt(
            "whatsapp",
            "e",
            row.id() + ":2",
            wamid(9),
            Status.FAILED,
            Outcome.Kind.UNREACHABLE,
            null,
            null,
            clock.now());
    CompletableFuture<Void> taking =
        CompletableFuture.runAsync(
            Sight.ALL.over(() -> inbox.receipts(List.of(late), clock.now())));
    org.awaitility.Awaitility.await()
        .until(() -> count("select count(*) from pg_locks where not granted") > 0);
    end.countDown();
    erasing.get(5, TimeUnit.SECONDS);
    taking.get(5, TimeUnit.SECONDS);

    assertThat(hersIn(everything())).isEmpty();
    assertThat(everything()).doesNotContain("wamid");
  }

  @Test
  void aLinkInAnOldMailStillAnswers() {
    aMotherWithAHistory();
    String token = unsubscribing.token(id());
    erase();

    assertThat(api.send("POST", "/unsubscribe/" + token, null, null).status()).isLessThan(400);
  }

  @Test
  void onlyAnAdminErases() {
    aMotherWithAHistory();
    Api nurse = api.as(staff.nurse(place));

    assertThat(nurse.post("/api/mothers/" + mother + "/erase", "{}").status()).isEqualTo(403);
    assertThat(api.as(staff.viewer(place)).post("/api/mothers/" + mother + "/erase", "{}").status())
        .isEqualTo(403);
    assertThat(admin.get("/api/mothers/" + mother).status()).isEqualTo(200);
    assertThat(admin.post("/api/mothers/999999/erase", "{}").status()).isEqualTo(404);
  }

  @Test
  void thatSheWasErasedIsOnTheTrailAndWhatWasDoneBefore() {
    aMotherWithAHistory();
    long before =
        count("select count(*) from trail where mothers @> array[%s::bigint]".formatted(mother));
    erase();

    assertThat(
            count(
                "select count(*) from trail where mothers @> array[%s::bigint]".formatted(mother)))
        .isEqualTo(before + 1);
    assertThat(count("select count(*) from trail where deed = 'ERASED' and actor = 'STAFF'"))
        .isEqualTo(1);
  }

  @Test
  void anErasureWithAKeyIsAnsweredOnce() {
    aMotherWithAHistory();
    Api keyed = admin.with("Idempotency-Key", "erase-her");

    assertThat(keyed.post("/api/mothers/" + mother + "/erase", "{}").status()).isEqualTo(204);
    assertThat(keyed.post("/api/mothers/" + mother + "/erase", "{}").status()).isEqualTo(204);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
