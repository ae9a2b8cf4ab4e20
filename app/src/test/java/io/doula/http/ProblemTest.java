package io.doula.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.Staff;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@DoulaTest
@ExtendWith(OutputCaptureExtension.class)
class ProblemTest {
  @Autowired Api anyone;
  @Autowired Staff staff;
  Api api;

  @BeforeEach
  void signIn() {
    api = anyone.as(staff.admin());
  }

  @ParameterizedTest
  @CsvSource({
    "invalid, 400, Bad Request, scan.weeks must be 0 to 44",
    "missing, 404, Not Found, no such mother",
    "conflict, 409, Conflict, she has an open pregnancy",
    "stale, 412, Precondition Failed, it was changed since you read it"
  })
  void aRefusalIsAProblemWithItsReason(String what, int status, String title, String detail) {
    Answer answer = api.get("/api/house/throw/" + what);

    assertProblem(answer, status);
    assertThat(answer.json().path("title").asString()).isEqualTo(title);
    assertThat(answer.json().path("detail").asString()).startsWith(detail);
  }

  @Test
  void anInvalidInputNamesItsFields() {
    Answer answer = api.get("/api/house/throw/invalid");

    assertThat(answer.json().path("errors").toString())
        .isEqualTo("[{\"field\":\"scan.weeks\",\"message\":\"must be 0 to 44\"}]");
  }

  @Test
  void whatNobodyForesawIsA500WithAnIdAndWithoutTheExceptionsText(CapturedOutput output) {
    Answer answer = api.get("/api/house/throw/anything");

    assertProblem(answer, 500);
    assertThat(answer.text()).doesNotContain("nobody may see").doesNotContain("Exception");
    String id = answer.json().path("correlationId").asString();
    assertThat(output.getAll()).contains(id);
  }

  @Test
  void aPageThatFailsHalfWayIsA500AndAPage() {
    Answer answer = anyone.with("Accept", "text/html").get("/dev/half-a-page");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
    assertThat(answer.text()).contains("That did not work").doesNotContain("Half a page");
    assertThat(anyone.get("/dev/half-a-page").json().path("status").asInt()).isEqualTo(500);
  }

  @Test
  void aTableThatFailsHalfWayIsNotTakenForAWholeOne() {
    assertThatThrownBy(() -> anyone.get("/dev/half-a-table"))
        .hasRootCauseInstanceOf(IOException.class);
  }

  @Test
  void peopleGetAPageWhereNothingIs() {
    Answer answer = anyone.with("Accept", "text/html").get("/nothing-here");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).contains("Nothing here");
  }

  @Test
  void anUnknownPathIsNotFound() {
    assertProblem(api.get("/api/nothing-here"), 404);
    assertProblem(api.get("/nothing-here"), 404);
    assertProblem(anyone.get("/nothing-here"), 404);
    assertProblem(anyone.get("/actuator"), 404);
    assertProblem(anyone.get("/actuator/health"), 404);
    assertProblem(anyone.get("/error"), 404);
    assertProblem(anyone.get("/dev/nothing-here"), 404);
    assertProblem(anyone.get("/static/nothing-here.css"), 404);
  }

  @Test
  void anotherMethodIsRefusedWithTheAllowedOnes() {
    Answer answer = api.send("DELETE", "/api/house/json", null, null);

    assertProblem(answer, 405);
    assertThat(answer.header("Allow")).contains("GET");
    assertProblem(api.send("PROPFIND", "/api/house/json", null, null), 405);
  }

  @Test
  void headAndOptionsWork() {
    Answer head = api.send("HEAD", "/api/house/json", null, null);
    Answer options = api.send("OPTIONS", "/api/house/json", null, null);

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.text()).isEmpty();
    assertThat(options.status()).isEqualTo(200);
    assertThat(options.header("Allow")).contains("GET", "HEAD");
  }

  @Test
  void everyPathAnswersWithAndWithoutATrailingSlash() {
    assertThat(api.get("/api/house/json/").text()).isEqualTo(api.get("/api/house/json").text());
    assertThat(api.post("/api/house/forms/", "{}").status()).isEqualTo(200);
    assertThat(api.patch("/api/users/me/", "{}").status()).isEqualTo(200);
    assertProblem(anyone.get("/api/users/"), 401);
  }

  @Test
  void jsonIsUtf8() {
    assertThat(api.get("/api/house/json").text()).isEqualTo("{\"text\":\"Zoë\"}");
  }

  @Test
  void aFormThatAcceptAsksForAndCantBeHadIs406() {
    assertProblem(api.with("Accept", "image/png").get("/api/house/json"), 406);
    assertProblem(api.with("Accept", "nonsense").get("/api/house/json"), 406);
  }

  @Test
  void anErrorIsAProblemWhateverAcceptSays() {
    assertProblem(api.with("Accept", "text/csv").get("/api/house/throw/missing"), 404);
    assertProblem(api.with("Accept", "text/html").get("/api/house/throw/missing"), 404);
    // providers are programs
    for (String provider : new String[] {"/webhooks/whatsapp", "/webhooks/sns"}) {
      assertProblem(api.with("Accept", "text/html").patch(provider, "{}"), 405);
      assertProblem(api.with("Accept", "text/html").post(provider + "/x", "{}"), 404);
    }
  }

  @Test
  void aBodyThatIsNotJsonIs415() {
    var body = BodyPublishers.ofString("text=1");
    assertProblem(api.send("POST", "/api/house/forms", "text/plain", body), 415);
    assertProblem(
        api.send("POST", "/api/house/forms", "application/x-www-form-urlencoded", body), 415);
    assertProblem(api.send("POST", "/api/house/forms", null, body), 415);
    assertProblem(api.send("POST", "/api/house/forms", "nonsense", body), 415);
    var latin = BodyPublishers.ofString("{}");
    assertProblem(
        api.send("POST", "/api/house/forms", "application/json; charset=iso-8859-1", latin), 415);
  }

  @Test
  void aBodyThatIsPackedIs415() {
    Answer packed = api.with("Content-Encoding", "gzip").post("/api/house/forms", "{}");

    assertProblem(packed, 415);
    assertThat(packed.json().path("detail").asString()).contains("Content-Encoding");
    assertProblem(
        api.with("Content-Encoding", "br")
            .send("POST", "/api/imports", "text/csv", BodyPublishers.ofString("a")),
        415);
  }

  @Test
  void aFormIsNotTakenByTheApiHoweverItIsMade() {
    var form = "application/x-www-form-urlencoded";
    var broken = BodyPublishers.ofString("a=%zz");

    assertProblem(api.send("POST", "/api/house/forms", form, broken), 415);
    assertProblem(api.send("PATCH", "/api/users/me", form, BodyPublishers.ofString("{}")), 415);
    assertProblem(api.send("POST", "/api/imports", form, broken), 415);
    assertProblem(
        api.send("POST", "/api/imports", "application/json", BodyPublishers.ofString("a,b")), 415);
  }

  @ParameterizedTest
  @ValueSource(strings = {"username=Amina%zz", "username=Amina%ed%a0%80", "username=Amina%00"})
  void aFormThatCantBeReadIs400AndStandsInNoLog(String form, CapturedOutput output) {
    Answer answer =
        anyone.send(
            "POST",
            "/app/sign-in",
            "application/x-www-form-urlencoded",
            BodyPublishers.ofString(form));

    assertProblem(answer, 400);
    assertThat(output.getAll()).doesNotContain("Amina");
  }

  @Test
  void aFormBeyondTheLimitIs413() {
    Answer answer =
        anyone.send(
            "POST",
            "/app/sign-in",
            "application/x-www-form-urlencoded",
            BodyPublishers.ofString("username=" + "x".repeat(100 * 1024)));

    assertProblem(answer, 413);
    assertThat(answer.json().path("detail").asString()).contains("100 KB");
  }

  @Test
  void aBodyBeyondTheLimitIs413AndSaysTheLimit() {
    byte[] large =
        ("{\"text\":\"" + "x".repeat(1024 * 1024) + "\"}").getBytes(StandardCharsets.UTF_8);

    Answer byLength =
        api.send("POST", "/api/house/forms", "application/json", BodyPublishers.ofByteArray(large));
    Answer chunked =
        api.send(
            "POST",
            "/api/house/forms",
            "application/json",
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));

    assertProblem(byLength, 413);
    assertThat(byLength.json().path("detail").asString()).contains("1 MB");
    assertProblem(chunked, 413);
  }

  @Test
  void anImportMayHaveFiveTimesAsMuchAndBeyondThatIsToldOfTheCommandLine() {
    byte[] large = new byte[5 * 1024 * 1024 + 1];

    Answer answer =
        api.send("POST", "/api/imports/", "text/csv", BodyPublishers.ofByteArray(large));

    assertProblem(answer, 413);
    assertThat(answer.json().path("detail").asString()).contains("5 MB", "import FILE.csv");
  }

  @Test
  void aParameterOfTheWrongFormIsNamed() {
    Answer wrong = api.get("/api/house/numbers?number=abc");
    Answer missing = api.get("/api/house/numbers");

    assertProblem(wrong, 400);
    assertThat(wrong.wrongFields()).containsExactly("number");
    assertThat(wrong.text()).doesNotContain("abc");
    assertThat(missing.wrongFields()).containsExactly("number");
  }

  @Test
  void textThatCantBeStoredIsRefusedInAQueryToo() {
    Answer nul = api.get("/api/house/numbers?number=1&q=a%00b");

    assertProblem(nul, 400);
    assertThat(nul.wrongFields()).containsExactly("q");
    assertProblem(api.get("/api/house/throw/a%00b"), 400);
  }

  @Test
  void whatTheServerRefusesBeforeAnyFilterIsAProblemToo() throws IOException {
    assertThat(raw("GET /api/house/json?a=%zz HTTP/1.1\r\nHost: localhost\r\n"))
        .startsWith("HTTP/1.1 40")
        .contains("application/problem+json");
    assertThat(raw("GET /api/{x} HTTP/1.1\r\nHost: localhost\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json")
        .contains("\"title\":\"Bad Request\"")
        .contains("X-Content-Type-Options: nosniff", "Content-Security-Policy: ");
    assertThat(raw("TRACE /api/house/json HTTP/1.1\r\nHost: localhost\r\n"))
        .startsWith("HTTP/1.1 405")
        .contains("application/problem+json", "Allow: ")
        .contains("\"title\":\"Method Not Allowed\"");
    assertThat(raw("CONNECT /api/house/json HTTP/1.1\r\nHost: localhost\r\n"))
        .startsWith("HTTP/1.1 405")
        .contains("application/problem+json", "\"status\":405");
    assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: unheard-of\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json", "\"status\":400");
    assertThat(raw("GET / HTTP/9.9\r\nHost: localhost\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json");
    assertThat(raw("GET /api/a;b=c HTTP/1.1\r\nHost: localhost\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json");
    assertThat(raw("GET /api/..%2fhouse HTTP/1.1\r\nHost: localhost\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json");
  }

  @Test
  void whatTheServerCantReadStandsInNoLog(CapturedOutput output) throws IOException {
    assertThat(raw("GET /api/mothers?q=[Amina] HTTP/1.1\r\nHost: localhost\r\n"))
        .startsWith("HTTP/1.1 400");
    assertThat(raw("GET /health HTTP/1.1\r\nHost: localhost\r\nCookie: a=\"Amina\r\n"))
        .startsWith("HTTP/1.1 200");

    assertThat(output.getAll()).doesNotContain("Amina");
  }

  private String raw(String head) throws IOException {
    URI base = URI.create(anyone.base());
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket
          .getOutputStream()
          .write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static void assertProblem(Answer answer, int status) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    assertThat(answer.json().path("type").asString()).isEqualTo("about:blank");
    assertThat(answer.json().path("title").asString()).isNotBlank();
    assertThat(answer.json().path("detail").asString()).isNotBlank();
  }
}
