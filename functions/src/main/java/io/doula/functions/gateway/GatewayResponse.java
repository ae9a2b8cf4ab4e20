package io.doula.functions.gateway;

import com.amazonaws.serverless.proxy.internal.servlet.AwsHttpServletResponse;
import com.amazonaws.serverless.proxy.model.AwsProxyResponse;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** An answer that keeps what a program says of it, as Tomcat does: see the package. */
final class GatewayResponse extends AwsHttpServletResponse {
  static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final boolean bodiless;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private int status = SC_OK;
  private AnswerHead head = new AnswerHead();
  private @Nullable Locale locale;
  private @Nullable ServletOutputStream stream;
  private @Nullable PrintWriter writer;
  private boolean committed;

  GatewayResponse(HttpServletRequest request, CountDownLatch latch) {
    super(request, latch);
    this.bodiless = request.getMethod().equals("HEAD");
  }

  /** The answer as API Gateway reads it. */
  AwsProxyResponse toEvent() {
    if (writer != null) {
      writer.flush();
    }
    AwsProxyResponse event = new AwsProxyResponse(status, head.whole());
    if (bodiless || status == SC_NO_CONTENT || status == SC_NOT_MODIFIED) {
      return event;
    }
    byte[] bytes = body.toByteArray();
    if (AnswerLength.isTooMuch(bytes)) {
      return tooLong();
    }
    try {
      event.setBody(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException notText) {
      event.setBody(Base64.getEncoder().encodeToString(bytes));
      event.setBase64Encoded(true);
    }
    return event;
  }

  /** Lambda would fail with such an answer, and the gateway tell nobody why. */
  private AwsProxyResponse tooLong() {
    head.set("Content-Type", "application/problem+json");
    head.set("Content-Disposition", null);
    return new AwsProxyResponse(SC_BAD_REQUEST, head.whole(), AnswerLength.TOO_MUCH);
  }

  // ---- status and headers; once an answer is on its way they are settled

  @Override
  public void setStatus(int code) {
    if (!committed) {
      status = code;
    }
  }

  @Override
  public int getStatus() {
    return status;
  }

  @Override
  public void setHeader(String name, @Nullable String value) {
    if (!committed) {
      head.set(name, value);
    }
  }

  @Override
  public void addHeader(String name, String value) {
    if (!committed) {
      head.add(name, value);
    }
  }

  @Override
  public void setDateHeader(String name, long millis) {
    setHeader(name, HTTP_DATE.format(Instant.ofEpochMilli(millis)));
  }

  @Override
  public void addDateHeader(String name, long millis) {
    addHeader(name, HTTP_DATE.format(Instant.ofEpochMilli(millis)));
  }

  @Override
  public void setIntHeader(String name, int value) {
    setHeader(name, Integer.toString(value));
  }

  @Override
  public void addIntHeader(String name, int value) {
    addHeader(name, Integer.toString(value));
  }

  @Override
  public void addCookie(Cookie cookie) {
    addHeader("Set-Cookie", CookieLine.of(cookie, Instant.now()));
  }

  @Override
  public boolean containsHeader(String name) {
    return getHeader(name) != null;
  }

  @Override
  public @Nullable String getHeader(String name) {
    return head.first(name);
  }

  @Override
  public Collection<String> getHeaders(String name) {
    List<String> values = head.whole().get(name);
    return values == null ? List.of() : List.copyOf(values);
  }

  @Override
  public Collection<String> getHeaderNames() {
    return List.copyOf(head.whole().keySet());
  }

  // ---- what the body is

  @Override
  public void setContentType(@Nullable String type) {
    setHeader("Content-Type", type);
  }

  @Override
  public @Nullable String getContentType() {
    return head.type();
  }

  @Override
  public void setCharacterEncoding(@Nullable String name) {
    if (!committed) {
      head.setCharset(name);
    }
  }

  @Override
  public String getCharacterEncoding() {
    return head.charset();
  }

  @Override
  public void setLocale(Locale spoken) {
    if (!committed) {
      locale = spoken;
      setHeader("Content-Language", spoken.toLanguageTag());
    }
  }

  @Override
  public Locale getLocale() {
    return Objects.requireNonNullElse(locale, Locale.getDefault());
  }

  @Override
  public void setContentLength(int length) {
    setContentLengthLong(length);
  }

  @Override
  public void setContentLengthLong(long length) {
    setHeader("Content-Length", Long.toString(length));
  }

  // ---- the body

  @Override
  public ServletOutputStream getOutputStream() {
    if (writer != null) {
      throw new IllegalStateException("the writer was taken");
    }
    if (stream == null) {
      stream = new BodyStream(body, this::flushBuffer);
    }
    return stream;
  }

  @Override
  public PrintWriter getWriter() {
    if (stream != null) {
      throw new IllegalStateException("the stream was taken");
    }
    if (writer == null) {
      head.settleCharset();
      writer = new PrintWriter(new OutputStreamWriter(body, Charset.forName(head.charset())));
    }
    return writer;
  }

  @Override
  public void flushBuffer() throws IOException {
    if (writer != null) {
      writer.flush();
    }
    committed = true;
    super.flushBuffer();
  }

  @Override
  public boolean isCommitted() {
    return committed;
  }

  @Override
  public void setBufferSize(int size) {
    // it grows
  }

  @Override
  public void resetBuffer() {
    if (committed) {
      throw new IllegalStateException("the answer is on its way");
    }
    if (writer != null) {
      writer.flush();
    }
    body.reset();
  }

  @Override
  public void reset() {
    resetBuffer();
    head = new AnswerHead();
    status = SC_OK;
    locale = null;
    stream = null;
    writer = null;
  }

  // ---- ends

  @Override
  public void sendRedirect(String location) throws IOException {
    sendRedirect(location, SC_FOUND, true);
  }

  @Override
  public void sendRedirect(String location, int code, boolean clear) throws IOException {
    if (clear) {
      resetBuffer();
    }
    setStatus(code);
    setHeader("Location", location);
    flushBuffer();
  }

  @Override
  public void sendError(int code) throws IOException {
    resetBuffer();
    setStatus(code);
    flushBuffer();
  }

  @Override
  public void sendError(int code, String message) throws IOException {
    sendError(code);
  }
}
