package io.doula.functions.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.serverless.proxy.model.AwsProxyResponse;
import jakarta.servlet.http.Cookie;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class GatewayResponseTest {
  private final CountDownLatch latch = new CountDownLatch(1);

  private GatewayResponse answer(String method) {
    return new GatewayResponse(new MockHttpServletRequest(method, "/"), latch);
  }

  @Test
  void theContentTypeIsAsItWasSaid() {
    GatewayResponse answer = answer("GET");

    answer.setContentType("text/plain;version=0.0.4;charset=utf-8");
    assertThat(answer.getContentType()).isEqualTo("text/plain;version=0.0.4;charset=utf-8");
    answer.setCharacterEncoding("UTF-8");
    answer.setContentType("text/csv");
    assertThat(answer.getContentType()).isEqualTo("text/csv;charset=UTF-8");
  }

  @Test
  void aWriterSettlesTheCharset() {
    GatewayResponse answer = answer("GET");
    answer.setContentType("text/html;charset=UTF-8");

    answer.getWriter().write("Zoë");
    answer.setContentType("text/html;charset=US-ASCII");

    assertThat(answer.toEvent().getBody()).isEqualTo("Zoë");
    assertThat(answer.getContentType()).isEqualTo("text/html;charset=UTF-8");
    assertThatThrownBy(answer::getOutputStream).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anAnswerThatLambdaWouldNotHandOnSaysSo() {
    GatewayResponse fits = table(5_900_000, "x");
    GatewayResponse tooLong = table(3_200_000, "\"");

    assertThat(fits.toEvent().getStatusCode()).isEqualTo(200);
    AwsProxyResponse event = tooLong.toEvent();
    assertThat(event.getStatusCode()).isEqualTo(400);
    assertThat(event.getBody()).contains("longer than 6 MB");
    assertThat(event.getMultiValueHeaders().getFirst("Content-Type"))
        .startsWith("application/problem+json");
    assertThat(event.getMultiValueHeaders()).doesNotContainKey("Content-Disposition");
  }

  private GatewayResponse table(int length, String of) {
    GatewayResponse answer = answer("GET");
    answer.setContentType("text/csv;charset=UTF-8");
    answer.setHeader("Content-Disposition", "attachment; filename=\"a.csv\"");
    answer.getWriter().write(of.repeat(length));
    return answer;
  }

  @Test
  void anAnswerOnItsWayIsSettled() throws IOException {
    GatewayResponse answer = answer("GET");
    answer.setHeader("A", "1");
    answer.flushBuffer();

    answer.setStatus(500);
    answer.setHeader("A", "2");
    answer.addHeader("B", "1");

    assertThat(answer.isCommitted()).isTrue();
    assertThat(latch.getCount()).isZero();
    assertThat(answer.getStatus()).isEqualTo(200);
    assertThat(answer.getHeader("a")).isEqualTo("1");
    assertThat(answer.containsHeader("B")).isFalse();
    assertThatThrownBy(answer::resetBuffer).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatWasHalfWrittenCanBeTakenBack() throws IOException {
    GatewayResponse answer = answer("GET");
    answer.getWriter().write("half a page");

    answer.resetBuffer();
    answer.getWriter().write("a problem");

    assertThat(answer.toEvent().getBody()).isEqualTo("a problem");
    answer.reset();
    answer.getOutputStream().write(new byte[] {1, (byte) 0xff});
    assertThat(answer.toEvent().isBase64Encoded()).isTrue();
    assertThat(answer.toEvent().getBody()).isEqualTo("Af8=");
  }

  @Test
  void someAnswersHaveNoBody() throws IOException {
    GatewayResponse head = answer("HEAD");
    head.getOutputStream().write('x');
    assertThat(head.toEvent().getBody()).isNull();

    GatewayResponse unchanged = answer("GET");
    unchanged.getOutputStream().write('x');
    unchanged.setStatus(304);
    assertThat(unchanged.toEvent().getBody()).isNull();
  }

  @Test
  void datesCookiesAndLanguagesAreThoseOfHttp() throws IOException {
    GatewayResponse answer = answer("GET");
    Cookie forgotten = new Cookie("a", "");
    forgotten.setPath("/");
    forgotten.setMaxAge(0);
    answer.addCookie(forgotten);
    answer.addCookie(new Cookie("b", "1"));
    answer.setDateHeader("Last-Modified", 0);
    answer.setLocale(Locale.ENGLISH);
    answer.setHeader("X", "one\r\nSet-Cookie: two");
    answer.sendRedirect("/app");

    AwsProxyResponse event = answer.toEvent();
    assertThat(event.getStatusCode()).isEqualTo(302);
    assertThat(event.getMultiValueHeaders().get("Set-Cookie"))
        .containsExactly("a=; Expires=Thu, 01 Jan 1970 00:00:10 GMT; Path=/", "b=1");
    assertThat(event.getMultiValueHeaders().getFirst("Last-Modified"))
        .isEqualTo("Thu, 01 Jan 1970 00:00:00 GMT");
    assertThat(event.getMultiValueHeaders().getFirst("Content-Language")).isEqualTo("en");
    assertThat(event.getMultiValueHeaders().getFirst("X")).doesNotContain("\n", "\r");
    assertThat(event.getMultiValueHeaders().getFirst("Location")).isEqualTo("/app");
  }
}
