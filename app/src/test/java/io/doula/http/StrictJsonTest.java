package io.doula.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.Staff;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@DoulaTest
class StrictJsonTest {
  @Autowired Api anyone;
  @Autowired Staff staff;
  Api api;

  @BeforeEach
  void signIn() {
    api = anyone.as(staff.admin());
  }

  private Answer post(String json) {
    return api.post("/api/house/forms", json);
  }

  @Test
  void whatIsRightGoesThrough() {
    String right =
        "{\"text\":\"Zoë 👶\",\"number\":5,\"big\":7,\"weight\":2,\"flag\":true,\"colour\":\"RED\","
            + "\"on\":\"2028-02-29\",\"at\":\"21:00\",\"instant\":\"2026-03-01T09:00:00Z\","
            + "\"inner\":{\"text\":\"\",\"on\":null},\"list\":[],\"map\":{}}";

    Answer answer = post(right);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo(right.replace("\"weight\":2,", "\"weight\":2.0,"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'text':5}|text|must be a text",
        "{'text':true}|text|must be a text",
        "{'text':1.5}|text|must be a text",
        "{'text':['a']}|text|must be a text",
        "{'text':{'a':1}}|text|must be a text",
        "{'number':'5'}|number|must be a whole number",
        "{'number':1.5}|number|must be a whole number",
        "{'number':1.0}|number|must be a whole number",
        "{'number':true}|number|must be a whole number",
        "{'number':''}|number|must be a whole number",
        "{'number':3000000000}|number|must be a whole number",
        "{'big':99999999999999999999}|big|must be a whole number",
        "{'weight':'2'}|weight|must be a number",
        "{'flag':1}|flag|must be true or false",
        "{'flag':0}|flag|must be true or false",
        "{'flag':''}|flag|must be true or false",
        "{'flag':'true'}|flag|must be true or false",
        "{'colour':0}|colour|must be one of RED, GREEN",
        "{'colour':'0'}|colour|must be one of RED, GREEN",
        "{'colour':'red'}|colour|must be one of RED, GREEN",
        "{'colour':''}|colour|must be one of RED, GREEN",
        "{'colour':'BLUE'}|colour|must be one of RED, GREEN",
        "{'on':'2026-02-30'}|on|must be a date",
        "{'on':'2026-2-3'}|on|must be a date",
        "{'on':'2026-02-03T00:00:00Z'}|on|must be a date",
        "{'on':'20260203'}|on|must be a date",
        "{'on':' 2026-02-03'}|on|must be a date",
        "{'on':'2027-02-29'}|on|must be a date",
        "{'on':'0026-02-03'}|on|must be a date",
        "{'on':'9999-02-03'}|on|must be a date",
        "{'on':'+12026-02-03'}|on|must be a date",
        "{'on':''}|on|must be a date",
        "{'on':20260203}|on|must be a date",
        "{'on':[2026,2,3]}|on|must be a date",
        "{'on':{}}|on|must be a date",
        "{'at':'24:00'}|at|must be a time",
        "{'at':'9:00'}|at|must be a time",
        "{'at':900}|at|must be a time",
        "{'instant':'2026-03-01'}|instant|must be an instant",
        "{'instant':1772355600}|instant|must be an instant",
        "{'unknown':1}|unknown|is unknown here; known: at, big",
        "{'inner':{'unknown':1}}|inner.unknown|is unknown here",
        "{'inner':{'on':'2026-13-01'}}|inner.on|must be a date",
        "{'inner':'text'}|inner|must be a JSON object",
        "{'inner':[]}|inner|must be a JSON object",
        "{'list':[{},{'text':1}]}|list[1].text|must be a text",
        "{'list':{}}|list|must be a list",
        "{'list':'a'}|list|must be a list",
        "{'list':''}|list|must be a list",
        "{'map':{'a':1}}|map.a|must be a text",
        "{'map':[]}|map|must be a JSON object",
      })
  void whatIsWrongIsNamedAndNothingIsMadeToFit(String json, String field, String message) {
    for (String path : new String[] {"/api/house/forms", "/api/house/patches"}) {
      Answer answer = api.post(path, json.replace('\'', '"'));

      ProblemTest.assertProblem(answer, 400);
      assertThat(answer.wrongFields()).containsExactly(field);
      assertThat(answer.json().path("errors").path(0).path("message").asString())
          .startsWith(message);
      assertThat(answer.text()).doesNotContain("tools.jackson").doesNotContain("java.");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "5",
        "\"text\"",
        "{",
        "{\"text\":}",
        "{'text':'a'}",
        "{\"text\":\"a\"}}",
        "{\"text\":\"a\"} {}",
        "{\"text\":\"a\",}",
        "{\"number\":NaN}",
        "{\"number\":01}",
        "// comment\n{}",
        "{\"text\":\"a\",\"text\":\"b\"}",
        "{\"inner\":{\"on\":null,\"on\":null}}",
        "{\"text\":\"\\x\"}",
        "\uFEFF",
        "nonsense"
      })
  void brokenJsonIsRefused(String json) {
    ProblemTest.assertProblem(post(json), 400);
    ProblemTest.assertProblem(api.post("/api/house/patches", json), 400);
  }

  @Test
  void deepNestingIsRefused() {
    ProblemTest.assertProblem(post("[".repeat(100_000)), 400);
    ProblemTest.assertProblem(post("{\"inner\":".repeat(40) + "1" + "}".repeat(40)), 400);
    ProblemTest.assertProblem(post("{\"number\":" + "9".repeat(2000) + "}"), 400);
    ProblemTest.assertProblem(post("{\"weight\":1e999999999}"), 400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'text':'a\\u0000'}|text",
        "{'text':'\\ud83d'}|text",
        "{'text':'\\ude00\\ud83d'}|text",
        "{'text':'\\ud83dx'}|text",
        "{'inner':{'text':'\\u0000'}}|inner.text",
        "{'list':[{},{'text':'\\udc00'}]}|list[1].text",
        "{'map':{'a':'\\u0000'}}|map.a",
        "{'map':{'a\\u0000b':'x'}}|map.a�b",
      })
  void textThatCantBeStoredIsRefusedWhereverItStands(String json, String field) {
    for (String path : new String[] {"/api/house/forms", "/api/house/patches"}) {
      Answer answer = api.post(path, json.replace('\'', '"'));

      ProblemTest.assertProblem(answer, 400);
      assertThat(answer.wrongFields()).containsExactly(field);
    }
  }

  @Test
  void aWholeSurrogatePairIsACharacterLikeAnyOther() {
    assertThat(post("{\"text\":\"\\ud83d\\udc76\"}").text()).contains("👶");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[] latin1 = {'{', '"', 't', 'e', 'x', 't', '"', ':', '"', (byte) 0xeb, '"', '}'};
    byte[] surrogate = {
      '{', '"', 't', 'e', 'x', 't', '"', ':', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', '}'
    };
    byte[] utf16 = "{\"text\":\"a\"}".getBytes(java.nio.charset.StandardCharsets.UTF_16);

    byte[] utf16WithoutMark = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE);
    byte[] utf32 = "{}".getBytes(java.nio.charset.Charset.forName("UTF-32BE"));
    for (byte[] body : new byte[][] {latin1, surrogate, utf16, utf16WithoutMark, utf32}) {
      ProblemTest.assertProblem(
          api.send(
              "POST", "/api/house/forms", "application/json", BodyPublishers.ofByteArray(body)),
          400);
    }
  }

  @Test
  void nullClearsAFieldInAPatchAndWhatIsNotSentStays() {
    assertThat(api.post("/api/house/patches", "{}").text()).contains("\"text\":\"kept\"");
    assertThat(api.post("/api/house/patches", "{\"text\":null}").text()).contains("\"text\":null");
  }
}
