package io.doula.functions.gateway;

import com.amazonaws.serverless.proxy.internal.servlet.AwsProxyHttpServletRequest;
import com.amazonaws.serverless.proxy.internal.servlet.AwsServletInputStream;
import com.amazonaws.serverless.proxy.model.ApiGatewayRequestIdentity;
import com.amazonaws.serverless.proxy.model.AwsProxyRequest;
import com.amazonaws.serverless.proxy.model.ContainerConfig;
import com.amazonaws.services.lambda.runtime.Context;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.Cookie;
import jakarta.ws.rs.core.SecurityContext;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A request as Tomcat shows it to a program: see the package. */
final class GatewayRequest extends AwsProxyHttpServletRequest {
  private static final String FORM = "application/x-www-form-urlencoded";

  private final AwsProxyRequest event;
  private final String path;
  private final byte[] body;
  private @Nullable Map<String, String[]> parameters;
  private @Nullable String charset;
  private @Nullable ServletInputStream stream;
  private @Nullable BufferedReader reader;

  GatewayRequest(
      AwsProxyRequest event, Context lambda, SecurityContext security, ContainerConfig config) {
    super(event, lambda, security, config);
    this.event = event;
    this.path = EventPath.encoded(Objects.requireNonNullElse(event.getPath(), "/"));
    this.body = EventBody.bytes(event, toldLength());
  }

  // ---- path and query

  @Override
  public String getContextPath() {
    return "";
  }

  @Override
  public String getRequestURI() {
    return path;
  }

  @Override
  public String getPathInfo() {
    return EventPath.decoded(path);
  }

  @Override
  public StringBuffer getRequestURL() {
    return new StringBuffer(getScheme()).append("://").append(getServerName()).append(path);
  }

  /** Encoded anew, by name: an event holds the parameters decoded and in no order. */
  @Override
  public @Nullable String getQueryString() {
    Map<String, List<String>> query = event.getMultiValueQueryStringParameters();
    return query.isEmpty()
        ? null
        : query.entrySet().stream()
            .flatMap(p -> p.getValue().stream().map(v -> encoded(p.getKey()) + "=" + encoded(v)))
            .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  // ---- parameters

  @Override
  public Map<String, String[]> getParameterMap() {
    if (parameters == null) {
      FormFields fields = new FormFields();
      event
          .getMultiValueQueryStringParameters()
          .forEach((name, values) -> values.forEach(value -> fields.add(name, value)));
      if (event.getHttpMethod().equals("POST") && isForm()) {
        fields.addAll(body);
      }
      parameters = Collections.unmodifiableMap(fields.map());
    }
    return parameters;
  }

  private boolean isForm() {
    String type = getContentType();
    return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase(FORM);
  }

  @Override
  public @Nullable String getParameter(String name) {
    String[] values = getParameterMap().get(name);
    return values == null ? null : values[0];
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    return getParameterMap().get(name);
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(getParameterMap().keySet());
  }

  // ---- headers

  private List<String> all(String name) {
    List<String> values = event.getMultiValueHeaders().get(name);
    return values == null ? List.of() : values;
  }

  @Override
  public @Nullable String getHeader(String name) {
    return all(name).stream().findFirst().orElse(null);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return Collections.enumeration(all(name));
  }

  @Override
  public Cookie @Nullable [] getCookies() {
    List<Cookie> cookies = RequestCookies.of(all("Cookie"));
    return cookies.isEmpty() ? null : cookies.toArray(Cookie[]::new);
  }

  @Override
  public Locale getLocale() {
    return locales().get(0);
  }

  @Override
  public Enumeration<Locale> getLocales() {
    return Collections.enumeration(locales());
  }

  private List<Locale> locales() {
    try {
      List<Locale> wanted =
          Locale.LanguageRange.parse(String.join(",", all("Accept-Language"))).stream()
              .filter(range -> !range.getRange().startsWith("*"))
              .map(range -> Locale.forLanguageTag(range.getRange()))
              .toList();
      return wanted.isEmpty() ? List.of(Locale.getDefault()) : wanted;
    } catch (IllegalArgumentException e) {
      // none is wanted, or what is can't be read
      return List.of(Locale.getDefault());
    }
  }

  // ---- body

  private long toldLength() {
    String told = getHeader("Content-Length");
    return told != null && told.matches("[0-9]{1,10}") ? Long.parseLong(told) : -1;
  }

  @Override
  public int getContentLength() {
    return body.length;
  }

  @Override
  public long getContentLengthLong() {
    return body.length;
  }

  /** The header stays as it was sent: what a program wants to read it in is another thing. */
  @Override
  public void setCharacterEncoding(String name) {
    charset = name;
  }

  @Override
  public @Nullable String getCharacterEncoding() {
    String type = charset == null ? getContentType() : null;
    return type == null ? charset : ContentType.read(type).charset();
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (stream == null) {
      stream = new AwsServletInputStream(new ByteArrayInputStream(body));
    }
    return stream;
  }

  @Override
  public BufferedReader getReader() throws IOException {
    if (reader == null) {
      String said = getCharacterEncoding();
      reader =
          new BufferedReader(
              new InputStreamReader(getInputStream(), said == null ? "ISO-8859-1" : said));
    }
    return reader;
  }

  // ---- the connection, as API Gateway saw it

  @Override
  public boolean isSecure() {
    return getScheme().equals("https");
  }

  @Override
  public String getProtocol() {
    return Objects.requireNonNullElse(event.getRequestContext().getProtocol(), "HTTP/1.1");
  }

  @Override
  public String getServerName() {
    String host = getHeader("Host");
    return host == null ? "localhost" : host.replaceFirst(":[0-9]*$", "");
  }

  /** Never a neighbour: whoever invokes a function without saying from where is nobody known. */
  @Override
  public String getRemoteAddr() {
    ApiGatewayRequestIdentity from = event.getRequestContext().getIdentity();
    return from == null || from.getSourceIp() == null ? "unknown" : from.getSourceIp();
  }

  @Override
  public String getRemoteHost() {
    return getRemoteAddr();
  }
}
